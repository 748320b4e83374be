import { Unreachable } from '../errors.ts';

/**
 * GitHub ends a query after ten seconds: what it gives no answer to is asked for in smaller pages, of the next of these sizes,
 * and what proved too much for one page is not tried with the next.
 */
export function shrinkingPages<Answer>(
  sizes: readonly [number, ...number[]],
): (read: (first: number) => Promise<Answer>) => Promise<Answer> {
  let [size, ...smaller] = sizes;
  return async (read) => {
    for (;;) {
      try {
        return await read(size);
      } catch (error) {
        const [next, ...rest] = smaller;
        if (!(error instanceof Unreachable) || next === undefined) throw error;
        [size, smaller] = [next, rest];
      }
    }
  };
}
