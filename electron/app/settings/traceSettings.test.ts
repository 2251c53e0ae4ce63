import { expect, it } from 'vitest';
import { openBench } from '../testing/bench.ts';

it('the trace: its height is kept, and each command is named once in a row', async () => {
  const bench = await openBench();
  try {
    await bench.ok('settings/set', { traceHeight: 40 });
    expect(await bench.ok('settings/get', {})).toMatchObject({ traceHeight: 40 });
    await bench.ok('board/connect', { path: 'simulated' });
    const rows = await bench.ok('trace/read', { after: 0 });
    expect(rows.length).toBeGreaterThan(2);
    expect(rows.filter(({ command, says }) => says.includes(command))).toEqual([]);
    expect(rows.find(({ request }) => request.startsWith('81'))).toMatchObject({ command: 'GetDataObject' });
  } finally {
    await bench.close();
  }
});
