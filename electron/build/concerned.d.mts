export function concernedTests(changed: readonly string[], texts: ReadonlyMap<string, string>): string[];
