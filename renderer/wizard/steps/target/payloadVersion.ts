/** Parses a typed payload version: a whole number of 15 bits; undefined when it is not one. */
export function readPayloadVersion(text: string): number | undefined {
  if (!/^\s*\d{1,5}\s*$/.test(text)) return undefined;
  const version = Number.parseInt(text, 10);
  return version <= 32_767 ? version : undefined;
}
