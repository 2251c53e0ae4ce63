/** Index of the end of a comment that begins here; undefined when none begins here. */
function commentEnd(text: string, at: number): number | undefined {
  const sign = text.charAt(at);
  const two = text.slice(at, at + 2);
  if (two === '/*') {
    const end = text.indexOf('*/', at + 2);
    return end < 0 ? undefined : end + 2;
  }
  // In base64, two slashes are data.
  const begins = at === 0 || /[\s,;{}]/.test(text.charAt(at - 1));
  if (!begins || (two !== '//' && sign !== '#')) return undefined;
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end;
}

/** The text with blanks in place of comments (C, C++ and shell). All other characters keep their positions. */
export function withoutComments(text: string): string {
  const open = text.lastIndexOf('*/');
  let [plain, from] = ['', 0];
  for (let at = 0; at < text.length; at++) {
    const sign = text.charAt(at);
    if (sign !== '/' && sign !== '#') continue;
    // After the last end mark, no comment of this kind can be complete.
    const end = at > open && text.charAt(at + 1) === '*' ? undefined : commentEnd(text, at);
    if (end === undefined) continue;
    plain += text.slice(from, at) + text.slice(at, end).replace(/[^\r\n]/g, ' ');
    [from, at] = [end, end - 1];
  }
  return plain + text.slice(from);
}
