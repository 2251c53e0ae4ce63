// A process that appends two lines to a journal and stops itself at a point between the lock and the write.
import { Journal } from '../journal.ts';

const [folder = '', point = '', name = ''] = process.argv.slice(2);
let stopped = false;
const journal = new Journal({
  folder,
  now: () => new Date(),
  who: `${name}@test`,
  at: (here) => {
    if (stopped || here !== point) return;
    stopped = true;
    process.stdout.write('stopping\n');
    process.kill(process.pid, 'SIGSTOP');
  },
});
for (const step of ['a', 'b']) {
  const written = await journal.append({ what: 'step-begun', run: name, step, irreversible: false });
  process.stdout.write(written.ok ? 'written\n' : `${written.fault.code} ${JSON.stringify(written.fault.data)}\n`);
}
