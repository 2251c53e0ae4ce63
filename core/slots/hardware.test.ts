import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bindingOf, isBound } from './binding.ts';
import { hardwareOf, type PortFacts } from './hardware.ts';
import { ftdiWindows, kitProg3Linux, kitProg3Windows, macOs, mixedWindows, noSerialLinux, noSerialWindows, sameSerialLinux, twoUartsLinux } from './testing/recordedPorts.ts';

const bindings = (facts: readonly PortFacts[]) => {
  const ports = facts.map(hardwareOf);
  return ports.map((port) => bindingOf(port, ports));
};
const usb = (serialNumber: string, number?: number) => ({ kind: 'usb', serialNumber, ...(number === undefined ? {} : { interface: number }) });
const position = (text: string) => ({ kind: 'position', position: text });
const path = (text: string) => ({ kind: 'path', path: text });

describe('what a slot for each recorded port is bound to', () => {
  it.each([
    ['KitProg3 on Linux', kitProg3Linux, [usb('13070E98012D2400', 2), usb('0F1902F302098400', 2), path('/dev/ttyS0')]],
    ['a board with two UARTs', twoUartsLinux, [usb('13070E98012D2400', 1), usb('13070E98012D2400', 3)]],
    ['without serial numbers, Linux', noSerialLinux, [position('platform-1c14000.usb-usb-0:1.2:1.0-port0'), position('platform-1c14000.usb-usb-0:1.5:1.0-port0')]],
    ['all with one serial number, Linux', sameSerialLinux, [position('pci-0000:00:14.0-usbv2-0:6.2:1.0-port0'), position('pci-0000:00:14.0-usbv2-0:6.3:1.0-port0')]],
    ['KitProg3 on Windows', kitProg3Windows, [usb('17040F11022F2400', 2), path('COM1')]],
    ['without serial numbers, Windows', noSerialWindows, [position('5&79927EA&0&9'), position('6&1E3C5ED9&0&1')]],
    ['FTDI on Windows', ftdiWindows, [usb('AI069HNC', 0), position('7&5261F68&0&4&1'), position('7&5261F68&0&4&2')]],
    ['CP2102 and others on Windows', mixedWindows, [position('Port_#0002.Hub_#0002'), position('0000.0014.0000.001.003.001.000.000.000 interface 0'), position('7&332F71C5&0&3')]],
    ['macOS', macOs, [usb('D859C13EE4AD', 1), position('14120000 interface 1'), usb('0030002A613157', 1), usb('0030002A613157', 3), position('0x14200000'), path('/dev/tty.Bluetooth-Incoming-Port')]],
  ])('%s', (_, facts, expected) => {
    expect(bindings(facts)).toEqual(expected);
  });
});

describe('the hardware of a port', () => {
  it('of the two links by path that systemd makes, the one that older versions make too', () => {
    expect(hardwareOf({ path: '/dev/ttyACM0', byPath: ['pci-0000:00:14.0-usbv2-0:6.2:1.2', 'pci-0000:00:14.0-usb-0:6.2:1.2'] }).position).toBe('pci-0000:00:14.0-usb-0:6.2:1.2');
  });

  it.each([
    ['', undefined], ['0001', undefined], ['000000000000', undefined], ['0123456789ABCDEF', undefined], ['0123456789', undefined], ['123456789', undefined], ['A50285BI', undefined],
    ['5&79927EA&0&9', undefined], ['A5069RR4', 'A5069RR4'], [' 13070E98012D2400 ', '13070E98012D2400'], ['5031503337360009', '5031503337360009'],
  ])('serial number "%s": %s', (text, serial) => {
    expect(hardwareOf({ path: 'COM3', serialNumber: text }).serialNumber).toBe(serial);
  });

  it.each([
    ['usb-SEGGER_J-Link_000683000000-if0a', 10], ['usb-FTDI_Quad_RS232-HS_FT4ABCDE-if03-port0', 3], ['usb-Cypress_KitProg3-if02-case', undefined],
    ['USB\\VID_19D2&PID_0016&MI_0A\\6&3345B05&2&000A', 10], ['USB\\VID_04B4&PID_F155&MI_02', 2], ['FTDIBUS\\VID_0403+PID_6011+FT4ABCDED\\0000', 3],
  ])('interface number out of %s: %s', (pnpId, number) => {
    expect(hardwareOf({ path: 'x', pnpId }).interface).toBe(number);
  });

  it('of an FTDI chip on Windows: the serial number is the same for all its ports', () => {
    const ports = ['A', 'B'].map((letter) => hardwareOf({ path: 'COM4', serialNumber: `FT5XY12Z${letter}`, pnpId: `FTDIBUS\\VID_0403+PID_6010+FT5XY12Z${letter}\\0000` }));
    expect(ports.map(({ serialNumber, interface: number }) => [serialNumber, number])).toEqual([['FT5XY12Z', 0], ['FT5XY12Z', 1]]);
  });
});

describe('two boards with one serial number', () => {
  const twins: PortFacts[] = [
    { path: '/dev/ttyACM0', serialNumber: 'ABCDEF12', pnpId: 'usb-Clone_ABCDEF12-if02', byPath: ['pci-0000:00:14.0-usb-0:1:1.2'] },
    { path: '/dev/ttyACM1', serialNumber: 'ABCDEF12', pnpId: 'usb-Clone_ABCDEF12-if02', byPath: ['pci-0000:00:14.0-usb-0:2:1.2'] },
  ];

  it('are distinguished by their sockets, without sockets by their paths; a board alone by its serial number', () => {
    expect(bindings(twins)).toEqual([position('pci-0000:00:14.0-usb-0:1:1.2'), position('pci-0000:00:14.0-usb-0:2:1.2')]);
    expect(bindings(twins.map(({ byPath: _, ...twin }) => twin))).toEqual([path('/dev/ttyACM0'), path('/dev/ttyACM1')]);
    expect(bindings(twins.slice(0, 1))).toEqual([usb('ABCDEF12', 2)]);
  });
});

it('whatever the system says, a slot is bound to one port only', () => {
  const maybe = <T>(of: fc.Arbitrary<T>) => fc.option(of, { nil: undefined });
  const recorded = [kitProg3Linux, twoUartsLinux, noSerialLinux, sameSerialLinux, kitProg3Windows, noSerialWindows, ftdiWindows, mixedWindows, macOs].flat();
  const of = <K extends keyof PortFacts>(field: K) => maybe(fc.oneof(fc.constantFrom(...recorded.map((port) => port[field])), fc.string()));
  const facts = fc.record({ path: fc.string({ minLength: 1 }), serialNumber: of('serialNumber'), pnpId: of('pnpId'), locationId: of('locationId'), byPath: fc.array(fc.string({ minLength: 1 }), { maxLength: 2 }) });
  const list = fc.uniqueArray(facts, { selector: ({ path: name }) => name, minLength: 1, maxLength: 5 });
  fc.assert(
    fc.property(list, (all) => {
      const ports = all.map(hardwareOf);
      for (const port of ports) expect(ports.filter((other) => isBound(bindingOf(port, ports), other))).toEqual([port]);
    }),
  );
});
