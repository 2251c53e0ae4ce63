/**
 * The characters of each keyboard in the same order of keys: the row of numbers, then the three rows of letters. First
 * without Shift, then with Shift.
 */
const layouts = {
  US: "`1234567890-=qwertyuiop[]\\asdfghjkl;'zxcvbnm,./~!@#$%^&*()_+QWERTYUIOP{}|ASDFGHJKL:\"ZXCVBNM<>?",
  German: '^1234567890ß´qwertzuiopü+#asdfghjklöäyxcvbnm,.-°!"§$%&/()=?`QWERTZUIOPÜ*\'ASDFGHJKLÖÄYXCVBNM;:_',
  French: '²&é"\'(-è_çà)=azertyuiop^$*qsdfghjklmùwxcvbn,;:!~1234567890°+AZERTYUIOP¨£µQSDFGHJKLM%WXCVBN?./§',
} as const;
export type LayoutName = keyof typeof layouts;

/** A reading of a scan: the text, if scanner and computer have these two layouts. */
export interface MeantByLayout {
  readonly meant: string;
  /** Layout that the scanner assumes. */
  readonly scanner: LayoutName;
  /** Layout that the computer is set to. */
  readonly computer: LayoutName;
}

function typedOn(text: string, computer: LayoutName, scanner: LayoutName): string | undefined {
  const [from, to] = [layouts[computer], layouts[scanner]];
  const keys = [...text].map((sign) => (sign === ' ' ? ' ' : to[from.indexOf(sign)]));
  return keys.includes(undefined) ? undefined : keys.join('');
}

const names: readonly LayoutName[] = ['US', 'German', 'French'];

/**
 * What a label may say when scanner and computer have different keyboard layouts: a scanner presses keys, and the computer
 * decides which characters they are. Readings for the US layout come first, because most scanners have it.
 */
export function otherLayouts(text: string): MeantByLayout[] {
  const pairs = names.flatMap((scanner) => names.filter((computer) => computer !== scanner).map((computer) => ({ scanner, computer })));
  return pairs.flatMap(({ scanner, computer }): MeantByLayout[] => {
    const meant = typedOn(text, computer, scanner);
    return meant === undefined || meant === text ? [] : [{ meant, scanner, computer }];
  });
}
