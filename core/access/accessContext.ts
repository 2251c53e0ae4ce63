import { fieldNumber, type Metadata } from '../objects/metadata.ts';
import { bindingSecret, type Oid } from '../objects/oid.ts';
import type { AccessState } from './evaluate.ts';

/** What conditions depend on beside the objects: the chip's lifecycle, and what this connection has reached so far. */
export interface AccessContext {
  readonly lcsG: number;
  readonly lcsA: number;
  /** Authorization references whose Auto state was set; gone when the application is opened again. */
  readonly authorized?: ReadonlySet<Oid>;
  /** Whether the board's firmware was seen to talk over the shielded connection. */
  readonly shielded?: boolean;
}

/** How the chip stands for everyone else: nothing authorized, no shielded connection. */
export const forOthers = ({ lcsG, lcsA }: AccessContext): AccessContext => ({ lcsG, lcsA });

/** Whether this connection has reached at least what it had `before`. */
export const stillReaches = (now: AccessContext, before: AccessContext): boolean =>
  (before.shielded !== true || now.shielded === true) && [...(before.authorized ?? [])].every((id) => now.authorized?.has(id) === true);

/** What is true for a plain command over this bridge: no protected update vouches for it. */
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
