export interface Violation {
  readonly path: string;
  readonly line: number;
  readonly message: string;
}
export interface Import {
  readonly specifier: string;
  /** From the root; undefined for a package. */
  readonly target: string | undefined;
  readonly typeOnly: boolean;
  readonly line: number;
}
export function importsOf(path: string, text: string): Import[];
export function violations(path: string, text: string): Violation[];
