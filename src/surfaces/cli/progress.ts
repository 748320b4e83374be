import type { Terminal } from './terminal.ts';

/** Nobody misses a word about what is done sooner. */
const SILENT_MS = 1_000;

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
