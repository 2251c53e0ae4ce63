import type { CDPSession, Page } from 'playwright-core';
import { z } from 'zod';
import type { Place } from './files.ts';

const snapshot = z.object({
  snapshot: z.object({
    meta: z.object({
      node_fields: z.array(z.string()),
      node_types: z.tuple([z.array(z.string())]).rest(z.unknown()),
      edge_fields: z.array(z.string()),
    }),
  }),
  nodes: z.custom<number[]>(Array.isArray),
  edges: z.custom<number[]>(Array.isArray),
  strings: z.custom<string[]>(Array.isArray),
});
type Snapshot = z.infer<typeof snapshot>;

async function take(session: CDPSession): Promise<Snapshot> {
  const chunks: string[] = [];
  session.on('HeapProfiler.addHeapSnapshotChunk', ({ chunk }) => chunks.push(chunk));
  await session.send('HeapProfiler.enable');
  // Twice: what is kept by what was kept goes the second time.
  for (let times = 0; times < 2; times++) await session.send('HeapProfiler.collectGarbage');
  await session.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false });
  await session.send('HeapProfiler.disable');
  return snapshot.parse(JSON.parse(chunks.join('')));
}

/** Strings that are put together of two others stand in the snapshot as their halves: they are joined here. */
function joined({ snapshot: { meta }, nodes, edges, strings }: Snapshot): string[] {
  const [width, edgeWidth] = [meta.node_fields.length, meta.edge_fields.length];
  const [type, name, count] = ['type', 'name', 'edge_count'].map((field) => meta.node_fields.indexOf(field)) as [number, number, number];
  const concatenated = meta.node_types[0].indexOf('concatenated string');
  const halves = new Map<number, number[]>();
  let edge = 0;
  for (let node = 0; node < nodes.length; node += width) {
    const end = edge + (nodes[node + count] ?? 0) * edgeWidth;
    if (nodes[node + type] === concatenated) {
      const parts: number[] = [];
      for (let at = edge; at < end; at += edgeWidth) if (/^(first|second)$/.test(strings[edges[at + 1] ?? 0] ?? '')) parts.push(edges[at + 2] ?? 0);
      halves.set(node, parts);
    }
    edge = end;
  }
  const text = (node: number, depth = 0): string => {
    const parts = halves.get(node);
    if (parts === undefined) return strings[nodes[node + name] ?? 0] ?? '';
    return depth > 200 ? '' : parts.map((part) => text(part, depth + 1)).join('');
  };
  return [...halves.keys()].map((node) => text(node));
}

/**
 * Every string that the window keeps once garbage is collected. The bytes of buffers are in no snapshot: the preload
 * script overwrites those of files, and its test says so.
 */
export async function heapOf(page: Page): Promise<Place[]> {
  const session = await page.context().newCDPSession(page);
  try {
    const taken = await take(session);
    return [{ where: 'heap of the window', bytes: Buffer.from([...taken.strings, ...joined(taken)].join('\n')) }];
  } finally {
    await session.detach();
  }
}
