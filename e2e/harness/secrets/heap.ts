import type { Page } from 'playwright-core';
import type { SecretScan } from '../../../core/bytes/testing/secretScan.ts';
import type { Place } from './files.ts';
import { takeSnapshot, type HeapSnapshot } from './heapSnapshot.ts';

const concatenated = 'concatenated string';

/** Returns the text of a string in the page's memory. For a concatenated string, the snapshot contains the two halves. */
function textOf(heap: HeapSnapshot, node: number, depth = 0): string {
  if (heap.type(node) !== concatenated) return heap.name(node);
  const halves = heap.edges(node).filter(({ name }) => name === 'first' || name === 'second');
  return depth > 200 ? '' : halves.map(({ to }) => textOf(heap, to, depth + 1)).join('');
}

function joined(heap: HeapSnapshot): string[] {
  const texts: string[] = [];
  for (let node = 0; node < heap.size; node++) if (heap.type(node) === concatenated) texts.push(textOf(heap, node));
  return texts;
}

/** The shortest path from the root to a node, as names of the references. */
function keeper(heap: HeapSnapshot, wanted: number): string {
  const from = new Int32Array(heap.size).fill(-1);
  const by = new Map<number, string>();
  for (const queue = [0]; queue.length > 0 && from[wanted] === -1; ) {
    for (const node of queue.splice(0)) {
      for (const { name, to } of heap.edges(node)) {
        if (to === 0 || from[to] !== -1) continue;
        from[to] = node;
        by.set(to, name);
        queue.push(to);
      }
    }
  }
  const way: string[] = [];
  for (let node = wanted; node > 0; node = from[node] ?? 0) way.unshift(`${by.get(node) ?? '?'} (${heap.type(node) === 'string' ? 'string' : heap.name(node).slice(0, 40)})`);
  return way.slice(-12).join(' > ');
}

/** The references to strings with a secret, for finding the cause of a leak. */
function keepers(heap: HeapSnapshot, scan: SecretScan): string {
  const lines: string[] = [];
  for (let node = 0; node < heap.size && lines.length < 3; node++) {
    if (heap.type(node).includes('string') && scan.findInText(heap.name(node)).length > 0) lines.push(keeper(heap, node));
  }
  return lines.join('; ');
}

/**
 * Returns every string that the window keeps after garbage collection. Snapshots do not contain the bytes of buffers.
 * The preload script wipes the buffers of files; its own test checks this.
 */
export async function heapOf(page: Page, scan: SecretScan): Promise<Place[]> {
  const session = await page.context().newCDPSession(page);
  try {
    const heap = await takeSnapshot(session);
    const bytes = Buffer.from([...heap.strings, ...joined(heap)].join('\n'));
    return [{ where: scan.find(bytes).length === 0 ? 'heap of the window' : `heap of the window, kept by ${keepers(heap, scan)}`, bytes }];
  } finally {
    await session.detach();
  }
}
