/**
 * A simulated OPTIGA Trust M behind a simulated bridge. Deterministic given clock and randomness; no Node, no DOM.
 *
 * The chip, APDU by APDU:
 *
 *     const chip = createChip({ profile: profiles['trust-m-v3'], random, clock });   // state? to go on from a snapshot
 *     await chip.transmit(apdu);     // full response APDU
 *     chip.powerCycle();             // contexts, Auto states, sequences and last error are gone
 *     chip.snapshot();               // ChipState: plain JSON; chip.restore(state), or createChip({ state, … })
 *     chip.object(oid(0xe0e1));      // { data, metadata, hasKey } whatever the access conditions say: for tests
 *
 * The board, byte by byte (this is where the product plugs in):
 *
 *     const board = createBoard({ chip, clock, timing: 'none' });   // baud?: 115200, faults?: FaultRule[], name?
 *     new Link(board.port, { clock });                                // core/bridge
 *     board.unplug(); board.plug(); board.reset();                    // port closes; a new board.port; restart
 *     board.feed(bytes); board.onOutput((bytes) => …);                // raw, for `simulate --stdio`
 *
 * Faults: `parseFaults('silence@3, power@SetDataObject#2')`, grammar in faults/parse.ts. Times: `chipTimeMs(apdu,
 * answer?)` is a pure table. Chips: `profiles`, or `loadProfile(json, file)` for the vendor tool's JSON export.
 */
export { createChip, type ChipOptions, type ObjectView, type SimulatedChip } from './chip/chip.ts';
export type { ChipState, KeyState, ObjectState } from './chip/state.ts';
export { createBoard, type Board, type BoardOptions } from './firmware/board.ts';
export type { FaultRule, InjectedFault, Selector } from './faults/fault.ts';
export { parseFaults } from './faults/parse.ts';
export { isProfileName, profileNames, profiles, type ProfileName } from './profiles/profiles.ts';
export { loadProfile, type Profile } from './profiles/profile.ts';
export { chipTimeMs, type Timing } from './timing/figures.ts';
