/** One order of whatever is listed, in whichever order the facts came. */
import type { Item } from './week.ts';

/** `web#9` before `web#12`, and those of the home before those of other repositories. */
export function byRef(a: Pick<Item, 'ref'>, b: Pick<Item, 'ref'>): number {
  return byName(a.ref, b.ref);
}

/** Of references and keys: by what is before the number, then by the number. */
export function byName(a: string, b: string): number {
  const [nameOfA, numberOfA] = split(a);
  const [nameOfB, numberOfB] = split(b);
  return byText(nameOfA, nameOfB) || numberOfA - numberOfB || byText(a, b);
}

/** Those of which nobody knows when come last. */
export function byInstant(a: string | null, b: string | null): number {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  return byText(a, b);
}

function byText(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

function split(name: string): [string, number] {
  const at = name.lastIndexOf('#');
  const number = at < 0 ? Number.NaN : Number(name.slice(at + 1));
  return Number.isNaN(number) ? [name, 0] : [name.slice(0, at), number];
}
