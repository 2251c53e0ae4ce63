import type { PortHardware } from './hardware.ts';

/** The hardware that a slot is bound to. */
export type SlotBinding =
  | { readonly kind: 'usb'; readonly serialNumber: string; readonly interface?: number | undefined }
  | { readonly kind: 'position'; readonly position: string }
  | { readonly kind: 'path'; readonly path: string };

/** Whether a port has the hardware to which the slot is bound. */
export function isBound(binding: SlotBinding, port: PortHardware): boolean {
  if (binding.kind === 'path') return port.path === binding.path;
  if (binding.kind === 'position') return port.position === binding.position;
  return port.serialNumber === binding.serialNumber && (binding.interface === undefined || port.interface === binding.interface);
}

/**
 * Chooses what a slot is bound to, for the board on this port. USB serial number and interface, if no other port has
 * the same two. Otherwise the socket of the hub. Otherwise the path.
 * @param ports all ports of the computer, with this one
 */
export function bindingOf(port: PortHardware, ports: readonly PortHardware[]): SlotBinding {
  const { path, serialNumber, interface: number, position } = port;
  const choices: SlotBinding[] = [];
  if (serialNumber !== undefined) choices.push({ kind: 'usb', serialNumber, ...(number === undefined ? {} : { interface: number }) });
  if (position !== undefined) choices.push({ kind: 'position', position });
  const isUnique = (binding: SlotBinding): boolean => !ports.some((other) => other.path !== path && isBound(binding, other));
  return choices.find(isUnique) ?? { kind: 'path', path };
}
