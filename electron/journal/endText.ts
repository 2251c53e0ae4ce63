/** Separates the text of a failed step or run from the fault's code. Lines of older programs have the code before the text. */
export function endText({ says, code }: { readonly says: string; readonly code?: string | undefined }): { says: string; code: string } {
  const old = code === undefined ? /^([a-z]+\/[a-z0-9-]+): (.*)$/s.exec(says) : null;
  return old === null ? { says, code: code ?? '' } : { says: old[2] ?? '', code: old[1] ?? '' };
}
