/** Words of a chip's verdict: said in the window and on the command line. */
export const checkWords = {
  same: (object: string, bytes: number) => `The certificate in 0x${object} is the one in the bundle, byte for byte (${bytes} bytes).`,
  differs: (object: string, at: number) => `The certificate in 0x${object} is not the one in the bundle: they differ from byte ${at} on.`,
  reelsDiffer: (object: string, one: string, other: string) => `The open reels ${one} and ${other} have different ${object} certificates of this chip.`,
  notInBundle: (object: string) => `The bundle has no ${object} certificate of this chip to compare with.`,
  chain: (object: string, root: string) => `The certificate in 0x${object} leads to the vendor's pinned root: ${root}.`,
  ownAnchor: (object: string, root: string) => `The certificate in 0x${object} leads to an anchor that you added, not to the vendor's: ${root}.`,
  noChain: (object: string, why: string) => `The certificate in 0x${object} does not lead to a trusted root. ${why}`,
  notVendors: (object: string) => `The certificate in 0x${object} is not the vendor's: not judged.`,
  proved: (object: string, key: string) => `The chip signed a fresh challenge with ${key}; the certificate in 0x${object} verifies it.`,
  notProved: (object: string, key: string) => `The chip signed a challenge with ${key}, and the certificate in 0x${object} does not verify it: the private key is another one.`,
  noSignature: (object: string, key: string, why: string) => `The chip did not sign with ${key}, the key of 0x${object}. ${why}`,
  notRead: (object: string, why: string) => `0x${object} could not be read. ${why}`,
  noCertificate: (object: string) => `0x${object} holds no certificate; the bundle has one for it.`,
  nothing: 'The chip has no readable certificate of the vendor, so nothing shows where it is from.',
  verdict: {
    'on-reel': (reel: string) => `Genuine, and on reel ${reel}`,
    'other-reel': (open: number) => (open === 0 ? 'Genuine; no reel is open' : 'Genuine, from another reel'),
    'not-genuine': () => 'Not genuine',
  },
} as const;
