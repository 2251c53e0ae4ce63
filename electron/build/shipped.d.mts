export interface ShippedPackage {
  readonly name: string;
  readonly version: string;
  readonly licence: string;
  /** In node_modules, from the root. */
  readonly path: string;
}
export function shippedPackages(): ShippedPackage[];
