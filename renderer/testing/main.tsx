import { createFakeBench } from './fakeBench.ts';

const wanted = new URLSearchParams(location.hash.slice(1));
const { api } = createFakeBench({ refused: wanted.has('refused'), stepMs: Number(wanted.get('stepMs') ?? 0) });
Object.defineProperty(window, 'bench', { value: api });
await import('../app/main.tsx');
