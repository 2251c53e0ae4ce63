/** Rounds of the PKCS#12 key derivation that take about one second; files of today have 1 to 100,000. */
export const pkcs12Rounds = 200_000;

/** Encrypted parts of one container. Real ones have two to four. */
export const pkcs12Parts = 16;

export const tooManyRounds = (rounds: number): string => `${rounds} rounds of key derivation; at most ${pkcs12Rounds} are taken here`;
