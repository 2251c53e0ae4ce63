/** Spreadsheets take what begins so for a formula (OWASP, "CSV Injection"). */
const formula = /^[=+\-@\t\r]/;

/** A cell as RFC 4180 has it. One that a spreadsheet would calculate gets an apostrophe in front. */
export function csvCell(text: string): string {
  const plain = formula.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
}

/** Rows of cells, each row ended as RFC 4180 has it. */
export const csvText = (rows: readonly (readonly string[])[]): string => rows.map((row) => `${row.map(csvCell).join(',')}\r\n`).join('');
