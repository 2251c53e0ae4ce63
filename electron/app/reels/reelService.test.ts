import { beforeAll, beforeEach, expect, it } from 'vitest';
import { openApplication } from '../../../core/apdu/commands/openApplication.ts';
import { utf8 } from '../../../core/bytes/bytes.ts';
import { toHex } from '../../../core/bytes/hex.ts';
import type { NamedBytes } from '../../../core/bundle/certificateTable.ts';
import { Chip } from '../../../core/chip/chip.ts';
import type { ReelView } from '../../../core/contract/reels.ts';
import type { RecordState } from '../../../core/contract/records.ts';
import { readIdentity } from '../../../core/chip/snapshot.ts';
import { twinPort } from '../../../core/plan/twin.ts';
import { must, ok } from '../../../core/result/result.ts';
import { createChip } from '../../../core/simulator/chip/chip.ts';
import { profiles } from '../../../core/simulator/profiles/profiles.ts';
import { ManualClock } from '../../../core/simulator/testing/manualClock.ts';
import { innerLimits } from '../../files/archive/limits.ts';
import { pack, unpack } from '../../files/archive/sevenZip.ts';
import type { Tickets } from '../../files/tickets.ts';
import { nodeRandomness as random } from '../../serial/randomness.ts';
import type { Board } from '../../board/board.ts';
import { ShownKeys } from '../../board/shownKeys.ts';
import { reelChipState } from '../../simulated/sample/simulatedReelChip.ts';
import { makeSampleBundle, type SampleBundle, type SampleChip } from '../../simulated/sample/sampleBundle.ts';
import { ReelService } from './reelService.ts';
import { sayVerified, gapsOf } from './words.ts';

let sample: SampleBundle;
let one: SampleChip;
let board: Pick<Board, 'run' | 'state'> & { readonly knowledge: Pick<Board['knowledge'], 'keys'> };
beforeAll(async () => {
  sample = await makeSampleBundle({ chips: 1, simulated: 1, outer: 'zip', hideNames: false, random, now: new Date() });
  one = sample.chips[0] as SampleChip;
  const chip = new Chip(twinPort(createChip({ profile: profiles['trust-m-express'], state: reelChipState(one), random, clock: new ManualClock() })));
  must(await chip.run(openApplication()));
  const identity = must(await readIdentity(chip));
  board = { state: { link: 'connected', path: '/dev/ttyACM0' }, run: (_, work) => work({ chip, identity }), knowledge: { keys: new ShownKeys() } };
}, 60_000);

let files: Map<string, NamedBytes>;
let saved: Map<string, string>;
let service: ReelService;
const changed: (readonly ReelView[])[] = [];
const recorded = new Map<string, RecordState>();
let runsEnded = 0;
beforeEach(() => {
  [files, saved] = [new Map(), new Map()];
  const tickets: Pick<Tickets, 'open' | 'forget'> = { open: (ticket) => ok(files.get(ticket) as NamedBytes), forget: () => undefined };
  service = new ReelService({
    board: board as Board,
    tickets: tickets as Tickets,
    random,
    saveFile: (name, bytes) => (saved.set(name, new TextDecoder().decode(bytes)), Promise.resolve(ok({ name, folder: '' }))),
    now: () => new Date(),
    onProgress: () => undefined,
    onChanged: (reels) => changed.push(reels),
    recorded: { ended: () => runsEnded, last: () => Promise.resolve(new Map(recorded)) },
  });
});

const open = async (file: NamedBytes): Promise<string> => {
  files.set(file.name, file);
  return must(await service.open([file.name])).id;
};

const whole = (): Promise<string> => open({ name: sample.name, bytes: sample.bytes });

it('a whole reel without any binding secret: CSV and JSON hold the references, a header is refused and not saved', async () => {
  const bytes = await pack([{ name: 'auto_keys.txt', bytes: utf8(`${one.chipId},${one.auto}\n`) }], { type: '7z', password: 'k' });
  const id = await open({ name: 'R3_b_keys.7z', bytes });
  must(await service.unlock({ id, transportKey: 'k' }));
  for (const as of ['csv', 'json'] as const) {
    must(await service.exportSecrets({ id, as, typedReel: 'R3' }));
    expect(saved.get(`secrets-R3.${as}`)).toContain(one.auto);
  }
  expect(await service.exportSecrets({ id, as: 'header', typedReel: 'R3' })).toMatchObject({ ok: false, fault: { code: 'bundle/no-secret' } });
  expect([...saved.keys()]).toEqual(['secrets-R3.csv', 'secrets-R3.json']);
});

it('an authorization reference comes from the reel that has it, whichever was opened first', async () => {
  const certificates = sample.inner.find(({ name }) => name.includes('E0E0')) as NamedBytes;
  await open({ name: 'R2_b_E0E0_Certs.7z', bytes: certificates.bytes });
  expect(service.referenceOf(one.chipId)).toMatchObject({ ok: false, fault: { code: 'bundle/no-key-archive' } });
  const id = await whole();
  expect(service.referenceOf(one.chipId), 'the one that may have it').toMatchObject({ ok: false, fault: { code: 'bundle/locked' } });
  must(await service.unlock({ id, transportKey: sample.transportKey }));
  expect(must(service.referenceOf(one.chipId)).open(toHex)).toBe(one.auto);
});

it('what was seen of a reel\'s chips is forgotten when it is closed', async () => {
  const id = await whole();
  must(await service.verdict());
  const state = async (): Promise<string | undefined> => must(await service.rows({ id, search: '', from: 0, count: 1 })).rows[0]?.state;
  expect(await state(), 'its CA is no anchor').toBe('not-genuine');
  expect([...board.knowledge.keys.all.keys()].map((id) => id.toString(16)), 'the keys that the chip proved').toEqual(['e0f0', 'e0fc']);
  service.close(id);
  await whole();
  expect(await state()).toBe('none');
});

it('a row and the saved list say how the last run on the chip ended, and a new one after the next', async () => {
  recorded.set(one.chipId, 'interrupted');
  const id = await whole();
  const run = async (): Promise<string | undefined> => must(await service.rows({ id, search: '', from: 0, count: 1 })).rows[0]?.run;
  expect(await run()).toBe('interrupted');
  must(await service.exportList(id));
  expect(saved.get(`reel-${sample.reelId}.csv`)?.split('\n')[1]).toMatch(/,interrupted$/);
  recorded.set(one.chipId, 'finished');
  runsEnded += 1;
  expect(await run()).toBe('finished');
  recorded.clear();
});

it('every certificate is verified behind the open reel: a changed letter is named; anchors of the user count', async () => {
  const archive = sample.inner.find(({ name }) => name.includes('E0E0')) as NamedBytes;
  const [file] = [...must(await unpack(archive, innerLimits)).files()];
  const text = new TextDecoder().decode(file?.bytes);
  const at = text.indexOf('\n-----END') - 20;
  const bytes = utf8(`${text.slice(0, at)}${text[at] === 'A' ? 'B' : 'A'}${text.slice(at + 1)}`);
  const others = sample.inner.filter((one) => one !== archive);
  const broken = await pack([...others, { name: archive.name, bytes: await pack([{ name: file?.name ?? '', bytes }], { type: '7z' }) }], { type: 'zip' });
  await open({ name: sample.name, bytes: broken });
  const [view] = service.list();
  expect(view?.verified).toBe(sayVerified(undefined));
  await expect.poll(() => service.list()[0]?.verified, { timeout: 20_000 }).toBe('0 of 3 certificates lead to a trusted root.');
  expect(service.list()[0]?.problems, 'nobody knows its issuer').toEqual([]);
  files.set('anchors', { name: 'anchors.pem', bytes: utf8(sample.anchors) });
  must(await service.addAnchor('anchors'));
  expect(changed.at(-1)?.[0]?.verified, 'told at once').toBe(sayVerified(undefined));
  await expect.poll(() => service.list()[0]?.verified, { timeout: 20_000 }).toBe('2 of 3 certificates lead to a trusted root.');
  expect(service.list()[0]?.problems).toMatchObject([{ code: 'bundle/not-trusted', object: file?.name }]);
  expect(changed.at(-1)?.[0]?.verified).toBe('2 of 3 certificates lead to a trusted root.');
  service.closeAll();
});

it('a reel without a certificate: there is nothing to check, locked and unlocked, and no word says that all is well', async () => {
  const noCertificates = sayVerified({ certificates: 0, trusted: 0, problems: [] });
  const bytes = await pack([{ name: 'PBS_keys.txt', bytes: utf8(`${one.chipId},${one.pbs}\n`) }], { type: '7z', password: 'k' });
  const id = await open({ name: 'R3_b_keys.7z', bytes });
  await expect.poll(() => service.list()[0]?.verified, { timeout: 20_000 }).toBe(noCertificates);
  must(await service.unlock({ id, transportKey: 'k' }));
  expect(service.list()[0]?.verified).toBe(noCertificates);
  const reel = service.list()[0] ?? expect.fail('no reel');
  expect(reel.sums.withoutCertificates).toBe(1);
  expect(reel.gaps).toEqual(gapsOf(reel.sums));
  service.closeAll();
});
