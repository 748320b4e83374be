import type { Zod } from '../rules/rule.ts';
import { globProblem } from './glob.ts';

const MAX_GLOB_LENGTH = 256;

/** A glob as an option. `format` tells the reader which texts are patterns: it bounds how many there are in all. */
export function glob(zod: Zod) {
  return zod
    .string()
    .max(MAX_GLOB_LENGTH)
    .refine((pattern) => globProblem(pattern) === null, { error: ({ input }) => globProblem(String(input)) ?? '' })
    .meta({ format: 'glob' });
}

export function globList(zod: Zod) {
  return zod.array(glob(zod));
}
