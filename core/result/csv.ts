/** Spreadsheets treat text that begins with these characters as a formula (OWASP, "CSV Injection"). */
const formula = /^[=+\-@\t\r]/;

/** A cell in the form of RFC 4180. An apostrophe is put before a text that a spreadsheet would calculate. */
export function csvCell(text: string): string {
  const plain = formula.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}

/** Rows of cells, each row ended as in RFC 4180. */
export const csvText = (rows: readonly (readonly string[])[]): string => rows.map((row) => `${row.map(csvCell).join(',')}\r\n`).join('');
