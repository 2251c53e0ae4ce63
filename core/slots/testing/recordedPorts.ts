import type { PortFacts } from '../hardware.ts';

/**
 * Lists of ports that serialport gave on people's computers, found in public sources. A comment says where a list was
 * put together from several sources, or where a field was not recorded and follows the recorded form.
 */

/**
 * KitProg3 on Linux: the name of the link by id is recorded for several boards (13070E98012D2400, 0F1902F302098400,
 * 122317F302098400: the UART is always interface 02). The links by path follow systemd's form, with its second name since
 * version 255 (`usbv2`).
 */
export const kitProg3Linux: readonly PortFacts[] = [
  { path: '/dev/ttyACM0', serialNumber: '13070E98012D2400', pnpId: 'usb-Cypress_Semiconductor_KitProg3_CMSIS-DAP_13070E98012D2400-if02', byPath: ['pci-0000:00:14.0-usbv2-0:6.2:1.2', 'pci-0000:00:14.0-usb-0:6.2:1.2'] },
  { path: '/dev/ttyACM1', serialNumber: '0F1902F302098400', pnpId: 'usb-Cypress_Semiconductor_KitProg3_CMSIS-DAP_0F1902F302098400-if02', byPath: ['pci-0000:00:14.0-usb-0:6.3:1.2', 'pci-0000:00:14.0-usbv2-0:6.3:1.2'] },
  { path: '/dev/ttyS0' },
];

/** A KitProg3 with two UARTs (product F166). No list is public, so the second port follows the form of the first. */
export const twoUartsLinux: readonly PortFacts[] = [
  { path: '/dev/ttyACM0', serialNumber: '13070E98012D2400', pnpId: 'usb-Cypress_Semiconductor_KitProg3_CMSIS-DAP_13070E98012D2400-if01', byPath: ['pci-0000:00:14.0-usb-0:6.2:1.1'] },
  { path: '/dev/ttyACM1', serialNumber: '13070E98012D2400', pnpId: 'usb-Cypress_Semiconductor_KitProg3_CMSIS-DAP_13070E98012D2400-if03', byPath: ['pci-0000:00:14.0-usb-0:6.2:1.3'] },
];

/** PL2303 without serial numbers: node-serialport issue 829 (links by id and by path of two of them). */
export const noSerialLinux: readonly PortFacts[] = [
  { path: '/dev/ttyUSB0', pnpId: 'usb-Prolific_Technology_Inc._USB-Serial_Controller-if00-port0', byPath: ['platform-1c14000.usb-usb-0:1.2:1.0-port0'] },
  { path: '/dev/ttyUSB1', pnpId: 'usb-Prolific_Technology_Inc._USB-Serial_Controller-if00-port0', byPath: ['platform-1c14000.usb-usb-0:1.5:1.0-port0'] },
];

/**
 * CP2102 boards, which all have the serial number 0001. The link by id and the socket 6.2 are recorded in one script; the second board
 * follows their form.
 */
export const sameSerialLinux: readonly PortFacts[] = [
  { path: '/dev/ttyUSB0', serialNumber: '0001', pnpId: 'usb-Silicon_Labs_CP2102_USB_to_UART_Bridge_Controller_0001-if00-port0', byPath: ['pci-0000:00:14.0-usbv2-0:6.2:1.0-port0'] },
  { path: '/dev/ttyUSB1', serialNumber: '0001', pnpId: 'usb-Silicon_Labs_CP2102_USB_to_UART_Bridge_Controller_0001-if00-port0', byPath: ['pci-0000:00:14.0-usbv2-0:6.3:1.0-port0'] },
];

/**
 * KitProg3 on Windows. `pnpId` is recorded. The serial number of the parent device (17040F11022F2400), which serialport
 * gives, is recorded elsewhere. The location has the form of other recorded ports of composite devices.
 */
export const kitProg3Windows: readonly PortFacts[] = [
  { path: 'COM3', serialNumber: '17040F11022F2400', pnpId: 'USB\\VID_04B4&PID_F155&MI_02\\7&17756BBD&0&0002', locationId: '0000.0014.0000.001.003.000.000.000.000' },
  { path: 'COM1', pnpId: 'ACPI\\PNP0501\\1' },
];

/** CH340 boards without serial numbers: Windows makes their names from the socket. From two recorded lists. */
export const noSerialWindows: readonly PortFacts[] = [
  { path: 'COM7', serialNumber: '5&79927EA&0&9', pnpId: 'USB\\VID_1A86&PID_7523\\5&79927EA&0&9', locationId: 'Port_#0009.Hub_#0001' },
  { path: 'COM5', serialNumber: '6&1e3c5ed9&0&1', pnpId: 'USB\\VID_1A86&PID_7523\\6&1E3C5ED9&0&1', locationId: 'Port_#0001.Hub_#0004' },
];

/** FTDI on Windows: one with a serial number; the two ports of an FT2232 without one. No location is given for either. */
export const ftdiWindows: readonly PortFacts[] = [
  { path: 'COM14', serialNumber: 'AI069HNC', pnpId: 'FTDIBUS\\VID_0403+PID_6001+AI069HNCA\\0000' },
  { path: 'COM16', serialNumber: '7&5261f68&0&4', pnpId: 'FTDIBUS\\VID_0403+PID_6010+7&5261F68&0&4&1\\0000' },
  { path: 'COM17', serialNumber: '7&5261f68&0&4', pnpId: 'FTDIBUS\\VID_0403+PID_6010+7&5261F68&0&4&2\\0000' },
];

/** CP2102 (serial number 0001), a composite device without a serial number, and a device of one port: one recorded list. */
export const mixedWindows: readonly PortFacts[] = [
  { path: 'COM7', serialNumber: '0001', pnpId: 'USB\\VID_10C4&PID_EA60\\0001', locationId: 'Port_#0002.Hub_#0002' },
  { path: 'COM47', serialNumber: '7&332f71c5&0&1', pnpId: 'USB\\VID_2341&PID_8036&MI_00\\8&2AB79A32&0&0000', locationId: '0000.0014.0000.001.003.001.000.000.000' },
  { path: 'COM48', serialNumber: '7&332f71c5&0&3', pnpId: 'USB\\VID_0525&PID_A4A7\\7&332F71C5&0&3', locationId: 'Port_#0003.Hub_#0002' },
];

/**
 * macOS: a device whose path has its serial number and the interface (recorded; ChameleonUltra pull request 388), one whose
 * serial number is zeros (the same), one whose path has the location (HydraBus, ports 01 and 03; the locationId follows
 * from the path), and CP2102 with 0001 (node-serialport issue 1106).
 */
export const macOs: readonly PortFacts[] = [
  { path: '/dev/tty.usbmodemD859C13EE4AD1', serialNumber: 'D859C13EE4AD', locationId: '14110000' },
  { path: '/dev/tty.usbmodem0000000000001', serialNumber: '000000000000', locationId: '14120000' },
  { path: '/dev/tty.usbmodem7132301', serialNumber: '0030002A613157', locationId: '07132300' },
  { path: '/dev/tty.usbmodem7132303', serialNumber: '0030002A613157', locationId: '07132300' },
  { path: '/dev/tty.SLAB_USBtoUART', serialNumber: '0001', locationId: '0x14200000' },
  { path: '/dev/tty.Bluetooth-Incoming-Port' },
];
