import type { BindingView, PairView } from '../../core/contract/objects.ts';

/** Texts about what objects depend on. */
export const bindingTexts = {
  title: 'Bound to',
  accesses: { change: 'change', read: 'read', execute: 'use', meta_update: 'metadata update' },
  /** The partner in a pair: a certificate of this key, or the key of this certificate. */
  pair: {
    proved: (other: string) => `Belongs to ${other}: proved in this connection`,
    usual: (other: string) => `Usual pair with ${other}: not proved`,
    differs: (other: string) => `Not a pair with ${other}: the certificate is for another key`,
  } satisfies Record<PairView['sign'], (other: string) => string>,
  /** What this object needs of another one. */
  needs: {
    anchor: (to: string) => `${to} is its trust anchor`,
    'update-secret': (to: string) => `${to} is the secret that encrypts its updates`,
    shielded: (to: string) => `It needs the shielded connection (${to})`,
    authorization: (to: string) => `${to} is its authorization reference`,
    counter: (to: string) => `${to} counts its uses`,
  } satisfies Record<BindingView['kind'], (to: string) => string>,
  /** What another object needs of this one. */
  serves: {
    anchor: (from: string) => `Trust anchor for ${from}`,
    'update-secret': (from: string) => `Encrypts updates of ${from}`,
    shielded: (from: string) => `Binds the shielded connection that ${from} needs`,
    authorization: (from: string) => `Authorization reference of ${from}`,
    counter: (from: string) => `Counts the uses of ${from}`,
  } satisfies Record<BindingView['kind'], (from: string) => string>,
} as const;
