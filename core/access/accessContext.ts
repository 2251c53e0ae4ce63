import { fieldNumber, type Metadata } from '../objects/metadata.ts';
import { bindingSecret, type Oid } from '../objects/oid.ts';
import type { AccessState } from './evaluate.ts';

/** What access conditions depend on besides the objects: the chip's lifecycle, and the rights that this connection has gained. */
export interface AccessContext {
  readonly lcsG: number;
  readonly lcsA: number;
  /** Authorization references whose Auto state is set. The chip clears the states when its application is opened again. */
  readonly authorized?: ReadonlySet<Oid>;
  /** Whether the board's firmware is known to talk to the chip over the shielded connection. */
  readonly shielded?: boolean;
}

/** The rights of any host: nothing authorized, no shielded connection. */
export const forOthers = ({ lcsG, lcsA }: AccessContext): AccessContext => ({ lcsG, lcsA });

/** Whether this connection still has at least the rights in `before`. */
export const stillReaches = (now: AccessContext, before: AccessContext): boolean =>
  (before.shielded !== true || now.shielded === true) && [...(before.authorized ?? [])].every((id) => now.authorized?.has(id) === true);

/** The state for a plain command over this bridge. A plain command has no signed or encrypted manifest. */
export function plainAccess(metadata: Metadata, identity: AccessContext): AccessState {
  return {
    lcsO: fieldNumber(metadata, 'lcso'),
    lcsA: identity.lcsA,
    lcsG: identity.lcsG,
    securityStatusG: undefined,
    securityStatusA: undefined,
    integrity: (id) => id === bindingSecret && identity.shielded === true,
    confidentiality: (id) => id === bindingSecret && identity.shielded === true,
    authorized: (id) => identity.authorized?.has(id) === true,
    countLeft: () => undefined,
  };
}
