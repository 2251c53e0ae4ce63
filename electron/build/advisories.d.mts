export function findings(text: string, names: ReadonlySet<string>): string[] | undefined;
export function missingReport(text: string): string;
