import type { Profile } from './profile.ts';
import express from './trustMExpress.json' with { type: 'json' };
import v1 from './trustMV1.json' with { type: 'json' };
import v3 from './trustMV3.json' with { type: 'json' };

/** The built-in chips that can be simulated. */
export const profiles = {
  'trust-m-v3': v3 as Profile,
  'trust-m-v1': v1 as Profile,
  'trust-m-express': express as Profile,
} as const;

export type ProfileName = keyof typeof profiles;
export const profileNames = Object.keys(profiles) as readonly ProfileName[];
export const isProfileName = (name: string): name is ProfileName => Object.hasOwn(profiles, name);
