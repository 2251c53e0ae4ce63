import type { ShippedPackage } from './shipped.mjs';

export function licenceTaken(name: string, licence: string): string | undefined;
export function licenceReport(packages?: readonly ShippedPackage[]): { readonly text: string; readonly problems: readonly string[] };
export const licencePath: string;
