export function findings(text: string, names: ReadonlySet<string>): string[] | undefined;
export function whyNot(text: string): string;
