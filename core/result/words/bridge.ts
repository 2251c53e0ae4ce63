import type { FaultTable } from '../faultTable.ts';

const replug = 'Unplug the board, plug it in again, then press "Connect".';

export const bridgeFaults = {
  'frame/bad-start': (d: { found: string }) => ({
    what: 'What came back is not a bridge frame.',
    why: `It starts with ${d.found}, not with BEEFDEAD.`,
    todo: 'Check that the port is the KitProg3 port of a board with the provisioning firmware.',
  }),
  'frame/bad-crc': (d: { expected: string; found: string }) => ({
    what: 'A frame was damaged on the line.',
    why: `Its check sum is ${d.found}, and should be ${d.expected}.`,
    todo: 'Use a shorter cable or another USB port, then try again.',
  }),
  'frame/too-long': (d: { bytes: number; limit: number }) => ({
    what: 'The message is too long for the board.',
    why: `It has ${d.bytes} bytes; the most is ${d.limit}.`,
    todo: 'Report this: the workstation must never make such a message.',
  }),
  'link/error-frame': (_: Record<string, never>) => ({
    what: 'The board refused the message.',
    why: 'It answered with its error frame: a damaged message, or the chip did not answer the board.',
    todo: 'Try again; when it comes back, unplug the board and plug it in again.',
    raw: 'BEEFDEADFFFF',
  }),
  'link/no-answer': (d: { command: string; ms: number }) => ({
    what: `No answer to ${d.command}.`,
    why: `The board was silent for ${(d.ms / 1000).toFixed(1)} s.`,
    todo: replug,
  }),
  'link/dead': (_: Record<string, never>) => ({
    what: 'The board does not answer.',
    why: 'It did not react to the resynchronisation bytes either.',
    todo: 'Unplug it and plug it in again.',
  }),
  'link/chip-silent': (_: Record<string, never>) => ({
    what: 'The board answers, but its chip does not.',
    why: 'Every request comes back as the board\'s error frame, also after both were brought into step.',
    todo: 'Unplug the board, check that the chip sits in its socket, then plug the board in again.',
    raw: 'BEEFDEADFFFF',
  }),
  'link/resynchronised': (d: { command: string; fedBytes: number }) => ({
    what: 'Link resynchronised.',
    why: `Board and workstation were out of step during ${d.command}; whether the chip got it is not known.`,
    todo: 'What it would have changed is read back before anything is sent again.',
  }),
  'link/closed': (d: { port: string }) => ({
    what: 'The board is gone.',
    object: d.port,
    why: 'The port was closed: the cable is out, or the board was reset.',
    todo: 'Plug the board in again. Nothing that was entered is lost.',
  }),
  'link/not-a-bridge': (d: { port: string; answered: string }) => ({
    what: 'This port is no Trust M bridge.',
    object: d.port,
    why: `OpenApplication was answered with ${d.answered}.`,
    todo: 'Choose the port named KitProg3; the board needs the firmware in provisioning mode.',
  }),
  'link/cancelled': (d: { command: string }) => ({
    what: 'Cancelled.',
    why: `${d.command} was not sent.`,
    todo: 'Start again when you are ready.',
  }),
  'port/not-found': (d: { port: string }) => ({
    what: 'This port does not exist.',
    object: d.port,
    why: 'No device has this name now.',
    todo: 'Plug the board in, then choose it from the list of ports.',
  }),
  'port/not-serial': (d: { port: string; why: string }) => ({
    what: 'This is no serial port.',
    object: d.port,
    why: d.why,
    todo: 'Choose the port named KitProg3 from the list of ports.',
  }),
  'port/not-simulated': (d: { port: string; why: string }) => ({
    what: 'There is no such simulated board.',
    object: d.port,
    why: d.why,
    todo: 'Use "simulated", "simulated:v1", "simulated:v3" or "simulated:express"; a memory of your own by its name, as in "simulated:v3@simulated-mine.json", in the state folder. The command line takes any file.',
  }),
  'port/in-use': (d: { port: string }) => ({
    what: 'Another program has this port open.',
    object: d.port,
    why: 'A serial port has one owner at a time.',
    todo: 'Close the terminal or tool that uses it, then connect again.',
  }),
  'port/memory-in-use': (d: { port: string; file: string; process?: number }) => ({
    what: 'The memory of this simulated chip is in use.',
    object: d.port,
    why:
      d.process === undefined
        ? `This program has ${d.file} open already, for another simulated board: a chip is on one board at a time.`
        : `Another program (process ${d.process}) has ${d.file} open: a simulated chip is on one board at a time, as a real one is.`,
    todo: 'Close that board or program, or name another file: simulated@OTHER.json.',
  }),
  'port/no-permission': (d: { port: string }) => ({
    what: 'You may not open this port.',
    object: d.port,
    why: 'The system refused it (EACCES).',
    todo: 'On Linux: sudo usermod -aG dialout $USER, then log out and in again.',
  }),
  'port/failed': (d: { port: string; reason: string }) => ({
    what: 'The port could not be opened.',
    object: d.port,
    why: d.reason,
    todo: 'Check the cable and the port name, then connect again.',
  }),
  'port/none': (d: { ports: string }) => ({
    what: 'No board was found.',
    why: d.ports === '' ? 'This computer has no serial port now.' : `These ports are there, and none is a KitProg3 board: ${d.ports}.`,
    todo: 'Plug a board in, or name the port with --port (for example --port simulated).',
  }),
  'port/several': (d: { ports: string }) => ({
    what: 'More than one board is plugged in.',
    why: `Found ${d.ports}.`,
    todo: 'Name one with --port.',
  }),
} satisfies FaultTable;
