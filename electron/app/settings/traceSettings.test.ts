import { expect, it } from 'vitest';
import { openProgram } from '../testing/program.ts';

it('the trace: its height is kept, and each command is named once in a row', async () => {
  const program = await openProgram();
  try {
    await program.ok('settings/set', { traceHeight: 40 });
    expect(await program.ok('settings/get', {})).toMatchObject({ traceHeight: 40 });
    await program.ok('board/connect', { path: 'simulated' });
    const rows = await program.ok('trace/read', { after: 0 });
    expect(rows.length).toBeGreaterThan(2);
    expect(rows.filter(({ command, says }) => says.includes(command))).toEqual([]);
    expect(rows.find(({ request }) => request.startsWith('81'))).toMatchObject({ command: 'GetDataObject' });
  } finally {
    await program.close();
  }
});
