import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const css = readFileSync(new URL('tokens.css', import.meta.url), 'utf8');

/** `--name: light-dark(#rrggbb, #rrggbb)` → both colours. */
const tokens = new Map([...css.matchAll(/--([a-z-]+): light-dark\(#([0-9a-f]{6}), #([0-9a-f]{6})\)/g)].map(([, name, light, dark]) => [name, { light, dark }]));

const channel = (value: number): number => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);

function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [0, 2, 4].map((at) => channel(Number.parseInt(hex.slice(at, at + 2), 16) / 255));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one: string, other: string): number {
  const [high = 0, low = 0] = [luminance(one), luminance(other)].toSorted((a, b) => b - a);
  return (high + 0.05) / (low + 0.05);
}

const grounds = ['ground', 'surface', 'sunken', 'accent-soft'];
const texts: readonly (readonly [text: string, ground: string])[] = [
  ...grounds.flatMap((ground) => [['text', ground], ['text-dim', ground]] as const),
  ...['good', 'warn', 'bad'].flatMap((tone) => [[tone, `${tone}-soft`], [tone, 'surface'], [tone, 'ground'], ['text', `${tone}-soft`], ['text-dim', `${tone}-soft`]] as const),
  ['accent', 'surface'],
  ['accent', 'ground'],
  ['accent', 'accent-soft'],
  ['on-accent', 'accent'],
  ['on-accent', 'accent-strong'],
  ['text', 'mark'],
  ['warn', 'ground'],
  ...['pass', 'fail', 'before'].map((ground) => ['on-result', ground] as const),
  ['on-check', 'check'],
];
/** The edges of controls, and the focus ring. */
const edges = [['line-strong', 'surface'], ['line-strong', 'ground'], ['accent', 'ground'], ['accent', 'surface'], ['warn-line', 'surface']] as const;

describe.each(['light', 'dark'] as const)('contrast, %s', (theme) => {
  const colour = (name: string): string => tokens.get(name)?.[theme] ?? expect.fail(`no token ${name}`);
  it.each(texts)('text %s on %s: at least 4.5', (text, ground) => {
    expect(contrast(colour(text), colour(ground))).toBeGreaterThanOrEqual(4.5);
  });
  it.each(edges)('edge %s on %s: at least 3', (edge, ground) => {
    expect(contrast(colour(edge), colour(ground))).toBeGreaterThanOrEqual(3);
  });
});
