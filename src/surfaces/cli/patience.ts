import { Unreachable } from '#github/errors.ts';

/** In all, as for the Action. */
const PATIENCE_MS = 60_000;

/** Tries again for a while when GitHub gave no answer, or one that should be asked for again. */
export async function patiently<T>(
  attempt: (isLast: boolean) => Promise<T>,
  shouldRetry: (answer: T) => boolean,
): Promise<T> {
  const deadline = Date.now() + PATIENCE_MS;
  for (let pause = 1_000; ; pause *= 2) {
    const isLast = Date.now() + pause > deadline;
    try {
      const answer = await attempt(isLast);
      if (isLast || !shouldRetry(answer)) return answer;
    } catch (error) {
      // The client waits out the limits that end in time by itself.
      if (isLast || !(error instanceof Unreachable)) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
}
