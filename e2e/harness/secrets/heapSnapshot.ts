import type { CDPSession } from 'playwright-core';
import { z } from 'zod';

const shape = z.object({
  snapshot: z.object({
    meta: z.object({
      node_fields: z.array(z.string()),
      node_types: z.tuple([z.array(z.string())]).rest(z.unknown()),
      edge_fields: z.array(z.string()),
      edge_types: z.tuple([z.array(z.string())]).rest(z.unknown()),
    }),
  }),
  nodes: z.custom<number[]>(Array.isArray),
  edges: z.custom<number[]>(Array.isArray),
  strings: z.custom<string[]>(Array.isArray),
});

interface Edge {
  readonly name: string;
  readonly to: number;
}

/**
 * Returns the index of each node's first edge, and the number of edges. It is a separate function, so that the loop
 * over all nodes is fast.
 */
function firstEdges(nodes: readonly number[], width: number, count: number): Uint32Array {
  const size = nodes.length / width;
  const first = new Uint32Array(size + 1);
  for (let node = 0, edge = 0; node < size; node++) {
    edge += nodes[node * width + count] ?? 0;
    first[node + 1] = edge;
  }
  return first;
}

/** A heap snapshot of V8, read node by node. A node is identified by its index. */
export class HeapSnapshot {
  readonly strings: readonly string[];
  readonly #taken: z.infer<typeof shape>;
  readonly #width: number;
  readonly #edgeWidth: number;
  readonly #at: { readonly type: number; readonly name: number; readonly count: number };
  /** See `firstEdges`. */
  readonly #edges: Uint32Array;

  constructor(text: string) {
    const taken = shape.parse(JSON.parse(text));
    const { node_fields: fields, edge_fields: edgeFields } = taken.snapshot.meta;
    [this.#taken, this.strings, this.#width, this.#edgeWidth] = [taken, taken.strings, fields.length, edgeFields.length];
    this.#at = { type: fields.indexOf('type'), name: fields.indexOf('name'), count: fields.indexOf('edge_count') };
    this.#edges = firstEdges(taken.nodes, this.#width, this.#at.count);
  }

  get size(): number {
    return this.#taken.nodes.length / this.#width;
  }

  type(node: number): string {
    return this.#taken.snapshot.meta.node_types[0][this.#field(node, this.#at.type)] ?? '';
  }

  name(node: number): string {
    return this.strings[this.#field(node, this.#at.name)] ?? '';
  }

  /** The nodes that a node keeps alive. */
  edges(node: number): Edge[] {
    const found: Edge[] = [];
    for (let edge = this.#edges[node] ?? 0; edge < (this.#edges[node + 1] ?? 0); edge++) {
      const [type = 0, name = 0, to = 0] = this.#taken.edges.slice(edge * this.#edgeWidth, (edge + 1) * this.#edgeWidth);
      const kind = this.#taken.snapshot.meta.edge_types[0][type];
      if (kind !== 'weak') found.push({ name: kind === 'element' || kind === 'hidden' ? String(name) : (this.strings[name] ?? ''), to: to / this.#width });
    }
    return found;
  }

  #field(node: number, field: number): number {
    return this.#taken.nodes[node * this.#width + field] ?? 0;
  }
}

/** Takes a snapshot after garbage collection. */
export async function takeSnapshot(session: CDPSession): Promise<HeapSnapshot> {
  const chunks: string[] = [];
  session.on('HeapProfiler.addHeapSnapshotChunk', ({ chunk }) => chunks.push(chunk));
  await session.send('HeapProfiler.enable');
  // Twice: the second collection frees objects that only objects freed by the first one referenced.
  for (let times = 0; times < 2; times++) await session.send('HeapProfiler.collectGarbage');
  await session.send('HeapProfiler.takeHeapSnapshot', { reportProgress: false });
  await session.send('HeapProfiler.disable');
  return new HeapSnapshot(chunks.join(''));
}
