// A process that a test kills. It provisions a chip as instructed, and prints each change of a step's state.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const { startChromium } = await import(pathToFileURL(join(import.meta.dirname, '..', 'dist', 'chromium.js')).href);
const { device, integrity, secret } = JSON.parse(process.argv[2] ?? '{}');
const { program } = await startChromium({ environment: process.env });

async function call(name, request) {
  const answer = await program.handlers[name](request);
  if (!answer.ok) throw new Error(`${name}: ${answer.fault.code} ${JSON.stringify(answer.fault.data)}`);
  // A host does the same when the page has received the review.
  if (answer.value?.planId !== undefined) program.reviewShown(answer.value.planId);
  return answer.value;
}

async function take(path) {
  const content = new Uint8Array(readFileSync(path));
  return (await call('files/take', { name: path, size: content.length, content })).ticket;
}

program.onEvent((name, event) => {
  if (name !== 'run/changed') return;
  for (const { id, state } of event.steps) if (state === 'running') process.stdout.write(`running ${id}\n`);
  if (event.state !== 'running') process.stdout.write(`ended ${event.state}\n`);
});
await call('board/connect', { path: 'simulated' });
for (const [slot, paths] of [['device', device], ['integrity', integrity]]) {
  for (const path of paths) await call('wizard/material', { slot, ticket: await take(path) });
}
await call('wizard/answer', { target: '0xE0FC', confidentiality: true, lockAnchor: true, lockSecret: true, update: 'both' });
await call('wizard/secret', { ticket: await take(secret) });
const plan = await call('plan/from-wizard', {});
const confirmations = Object.fromEntries(plan.steps.filter(({ undoable }) => !undoable).map(({ id, object }) => [id, object]));
await call('plan/run', { planId: plan.planId, confirmations });
