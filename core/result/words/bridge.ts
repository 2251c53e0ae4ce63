import type { FaultTable } from '../faultTable.ts';
import { sayBytes } from '../format.ts';

const replug = 'Unplug the board, plug it in again, then connect again.';

export const bridgeFaults = {
  'frame/bad-start': (d: { found: string }) => ({
    what: 'The answer is not a bridge frame.',
    why: `It starts with ${d.found}, not with BEEFDEAD.`,
    todo: 'Check that the port is the KitProg3 port of a board with the provisioning firmware.',
  }),
  'frame/bad-crc': (d: { expected: string; found: string }) => ({
    what: 'A frame was damaged in transmission.',
    why: `Its checksum is ${d.found}; expected: ${d.expected}.`,
    todo: 'Use a shorter cable or another USB port, then try again.',
  }),
  'frame/too-long': (d: { bytes: number; limit: number }) => ({
    what: 'The message is too long for the board.',
    why: `It has ${sayBytes(d.bytes)}; the limit is ${d.limit}.`,
    todo: 'Report this: it is an error in this program.',
  }),
  'link/error-frame': (_: Record<string, never>) => ({
    what: 'The board refused the message.',
    why: 'It answered with its error frame: the message was damaged, or the chip did not answer the board.',
    todo: 'Try again. If this happens again, unplug the board and plug it in again.',
    raw: 'BEEFDEADFFFF',
  }),
  'link/no-answer': (d: { command: string; ms: number }) => ({
    what: `No answer to ${d.command}.`,
    why: `The board was silent for ${(d.ms / 1000).toFixed(1)} s.`,
    todo: replug,
  }),
  'link/dead': (_: Record<string, never>) => ({
    what: 'The board does not answer.',
    why: 'It also did not react to the resynchronisation bytes.',
    todo: 'Unplug it and plug it in again.',
  }),
  'link/chip-silent': (_: Record<string, never>) => ({
    what: 'The board answers, but its chip does not.',
    why: 'The board answers every request with its error frame, also after resynchronisation.',
    todo: 'Unplug the board, check that the chip is in its socket, then plug the board in again.',
    raw: 'BEEFDEADFFFF',
  }),
  'link/resynchronised': (d: { command: string; fedBytes: number }) => ({
    what: 'Link resynchronised.',
    why: `Board and workstation were out of step during ${d.command}. It is not known whether the chip received the command.`,
    todo: 'The objects that it changes are read before anything is sent again.',
  }),
  'link/closed': (d: { port: string }) => ({
    what: 'The board is disconnected.',
    object: d.port,
    why: 'The port was closed: the cable was unplugged, or the board was reset.',
    todo: 'Plug the board in again. Your entries are kept.',
  }),
  'link/not-a-bridge': (d: { port: string; answered: 'echo' | 'other' }) => ({
    what: 'No Trust M bridge on this port.',
    object: d.port,
    why: d.answered === 'echo' ? 'The device returns each request unchanged.' : 'Its answer to OpenApplication is not that of a Trust M.',
    todo: 'Choose the port named KitProg3. The board needs firmware built with PROVISIONING_MODE=1.',
  }),
  'link/cancelled': (d: { command: string }) => ({
    what: 'Cancelled.',
    why: `${d.command} was not sent.`,
    todo: 'Start again when you are ready.',
  }),
  'port/not-found': (d: { port: string }) => ({
    what: 'No device with this name is connected.',
    object: d.port,
    why: 'The port does not exist.',
    todo: 'Plug the board in, then choose it from the list of ports.',
  }),
  'port/not-serial': (d: { port: string; why: string }) => ({
    what: 'Not a serial port.',
    object: d.port,
    why: d.why,
    todo: 'Choose the port named KitProg3 from the list of ports.',
  }),
  'port/not-simulated': (d: { port: string; why: string }) => ({
    what: 'This simulated board does not exist.',
    object: d.port,
    why: d.why,
    todo: 'Use "simulated", "simulated:v1", "simulated:v3" or "simulated:express". To keep a memory of your own in the state folder, add its name: "simulated:v3@simulated-mine.json". The command line accepts any file.',
  }),
  'port/in-use': (d: { port: string }) => ({
    what: 'Another program uses this port.',
    object: d.port,
    why: 'Only one program at a time can use a serial port.',
    todo: 'Close the terminal or tool that uses it, then connect again.',
  }),
  'port/memory-in-use': (d: { port: string; file: string; process?: number }) => ({
    what: 'The memory of this simulated chip is in use.',
    object: d.port,
    why:
      d.process === undefined
        ? `This program already uses ${d.file} for another simulated board. A chip can be on one board only.`
        : `Another program (process ${d.process}) uses ${d.file}. A simulated chip, like a real one, can be on one board only.`,
    todo: 'Close that board or program, or use another file: simulated@OTHER.json.',
  }),
  'port/no-permission': (d: { port: string }) => ({
    what: 'You have no permission to open this port.',
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
  'port/none': (d: { ports: string; ignored: string }) => ({
    what: 'No board was found.',
    why: [
      d.ports === '' && d.ignored === '' ? 'This computer has no serial port.' : '',
      d.ports === '' ? '' : `None of these ports is a KitProg3 board: ${d.ports}.`,
      d.ignored === '' ? '' : `Ignored in Settings: ${d.ignored}.`,
    ]
      .filter((sentence) => sentence !== '')
      .join(' '),
    todo: 'Plug a board in, or name the port with --port (for example --port simulated).',
  }),
  'port/several': (d: { ports: string }) => ({
    what: 'More than one board is plugged in.',
    why: `Found ${d.ports}.`,
    todo: 'Choose one with --port.',
  }),
} satisfies FaultTable;
