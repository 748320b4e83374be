import { distance } from 'fastest-levenshtein';

/** Longer texts are no slip of the pen, and comparing them costs the square of their length. */
const MAX_LENGTH = 64;

/** The candidate that was probably meant; null when none is close. */
export function closest(text: string, candidates: readonly string[]): string | null {
  if (text.length > MAX_LENGTH) return null;
  const wanted = normal(text);
  const allowed = Math.max(1, Math.floor(wanted.length / 3));
  let best: string | null = null;
  let least = allowed + 1;
  for (const candidate of candidates) {
    const between = distance(wanted, normal(candidate));
    if (between < least) [best, least] = [candidate, between];
  }
  return best;
}

/** `enforceFrom`, `enforce_from` and `Enforce-From` are one word to whoever writes them. */
function normal(text: string): string {
  return text
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .replaceAll('_', '-')
    .toLowerCase();
}
