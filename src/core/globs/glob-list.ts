import { named } from '../config/checks.ts';
import type { Zod } from '../rules/rule.ts';

const MAX_GLOB_LENGTH = 256;

/** A glob as an option. `format` tells the reader which texts are patterns: it bounds how many there are in all. */
export function glob(zod: Zod) {
  return zod
    .string()
    .max(MAX_GLOB_LENGTH)
    .refine(...named('glob'))
    .meta({ format: 'glob' });
}

export function globList(zod: Zod) {
  return zod.array(glob(zod));
}
