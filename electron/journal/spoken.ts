/** What a line says of an end, and the fault's code apart from it. Lines of older programs have the code in front of the words. */
export function spoken({ says, code }: { readonly says: string; readonly code?: string | undefined }): { says: string; code: string } {
  const old = code === undefined ? /^([a-z]+\/[a-z0-9-]+): (.*)$/s.exec(says) : null;
  return old === null ? { says, code: code ?? '' } : { says: old[2] ?? '', code: old[1] ?? '' };
}
