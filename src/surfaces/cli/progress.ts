import type { Terminal } from './terminal.ts';

/** Nobody misses a word about what is done sooner. */
const SILENT_MS = 1_000;
/** How often a state that changes is told anew. */
const REPEAT_MS = 5_000;

/** Says on standard error what is being waited for, once it takes long, and only to somebody who watches. */
export async function withProgress<T>(terminal: Terminal, what: string, work: () => Promise<T>): Promise<T> {
  if (!terminal.isWatched) return work();
  const timer = setTimeout(() => terminal.complain(`${what} …`), SILENT_MS);
  try {
    return await work();
  } finally {
    clearTimeout(timer);
  }
}

/** Likewise for work whose state changes: tells it again when it has, every few seconds. */
export async function withTicker<T>(terminal: Terminal, state: () => string, work: () => Promise<T>): Promise<T> {
  if (!terminal.isWatched) return work();
  let told = '';
  const tell = () => {
    const now = state();
    if (now !== told) terminal.complain(now);
    told = now;
  };
  let timer = setTimeout(function again() {
    tell();
    timer = setTimeout(again, REPEAT_MS);
  }, SILENT_MS);
  try {
    return await work();
  } finally {
    clearTimeout(timer);
  }
}
