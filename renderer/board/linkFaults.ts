/** Faults that end an exchange, a rehearsal or a run because the board was lost, not because the chip refused. */
export const linkFaults: ReadonlySet<string> = new Set(['link/closed', 'link/dead', 'link/chip-silent', 'link/no-answer', 'plan/no-board']);
