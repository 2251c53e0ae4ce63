/** A keyboard, its keys in one order: the numbers' row, then the three rows of letters; first without Shift, then with it. */
const layouts = {
  US: "`1234567890-=qwertyuiop[]\\asdfghjkl;'zxcvbnm,./~!@#$%^&*()_+QWERTYUIOP{}|ASDFGHJKL:\"ZXCVBNM<>?",
  German: '^1234567890ß´qwertzuiopü+#asdfghjklöäyxcvbnm,.-°!"§$%&/()=?`QWERTZUIOPÜ*\'ASDFGHJKLÖÄYXCVBNM;:_',
  French: '²&é"\'(-è_çà)=azertyuiop^$*qsdfghjklmùwxcvbn,;:!~1234567890°+AZERTYUIOP¨£µQSDFGHJKLM%WXCVBN?./§',
} as const;
export type LayoutName = keyof typeof layouts;

/** What the scanner sent, and what it would be if the computer had the scanner's layout. */
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
 * What a text may have been on its label, when scanner and computer have different keyboard layouts: a scanner presses keys, and
 * the computer decides what they mean. Most scanners come with the US layout, so these readings are first.
 */
export function otherLayouts(text: string): MeantByLayout[] {
  const pairs = names.flatMap((scanner) => names.filter((computer) => computer !== scanner).map((computer) => ({ scanner, computer })));
  return pairs.flatMap(({ scanner, computer }): MeantByLayout[] => {
    const meant = typedOn(text, computer, scanner);
    return meant === undefined || meant === text ? [] : [{ meant, scanner, computer }];
  });
}
