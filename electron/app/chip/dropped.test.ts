import { afterEach, describe, expect, it } from 'vitest';
import { openProgram, type TestProgram } from '../testing/program.ts';

let program: TestProgram;
afterEach(() => program.close());

const taken = async (name: string, text: string): Promise<{ ticket: string; content: string }> => {
  const content = new TextEncoder().encode(text);
  return program.ok('files/take', { name, size: content.length, content });
};

describe('chips in files, as they are dropped', () => {
  it('the vendor\'s example in Python\'s form: compared, and made into a plan', async () => {
    program = await openProgram();
    await program.ok('board/connect', { path: 'simulated:v3' });
    const file = await taken('vendor.json', "Reading\n{\n  'f1d5': { 'pretty_metadata': { 'change': ['lcso','<','operational'], }, 'metadata': '2005d003e1fc07', 'data': '0102', },\n}\nDone\n");
    expect(file.content).toBe('chip-export');
    const [compared] = (await program.ok('chip/compare', { ticket: file.ticket })).filter(({ id }) => id === '0xF1D5');
    expect(compared).toMatchObject({ id: '0xF1D5', data: 'differs', firstDifference: 0 });
    const made = await program.ok('chip/import', { ticket: file.ticket });
    expect(made.objects).toMatchObject([{ id: '0xF1D5', state: 'planned' }]);
    expect(made.plan?.steps.map(({ object }) => object)).toContain('0xF1D5');
  });

  it('an export with a missing comma is damaged, and the line is said', async () => {
    program = await openProgram();
    await program.ok('board/connect', { path: 'simulated:v3' });
    const file = await taken('chip.json', '{\n "f1d5": { "metadata": "2003d00100" }\n "f1d6": { "metadata": "2003d00100" }\n}');
    expect(file.content).toBe('chip-export');
    const refused = await program.fault('chip/compare', { ticket: file.ticket });
    expect(refused).toMatchObject({ code: 'exchange/damaged', data: { problems: ['Line 3: a comma or "}" is missing.'], broken: true } });
  });
});
