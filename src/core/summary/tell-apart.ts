import { isBlank, lineFingerprint } from './lines.ts';

export interface ToldLine {
  readonly text: string;
  readonly print: string;
  readonly whose: 'ours' | 'theirs' | 'blank';
}

/**
 * Which lines of a text are ours, given the fingerprints of those that we wrote, in order. A line that is there once, then
 * and now, is ours wherever it stands. One that is there more often (the end of a fold or of a block of code) is ours only
 * beside or between those, so that what people fence or fold stays theirs.
 */
export function tellApart(lines: readonly string[], wrote: readonly string[]): readonly ToldLine[] {
  const read = lines.map((text) => ({ text, print: isBlank(text) ? '' : lineFingerprint(text) }));
  const shown = read.filter(({ print }) => print !== '');
  const places = placesOf(
    shown.map(({ print }) => print),
    wrote,
  );
  let at = 0;
  return read.map(({ text, print }) => {
    if (print === '') return { text, print, whose: 'blank' };
    return { text, print, whose: places[at++] === undefined ? 'theirs' : 'ours' };
  });
}

/** Where each was written; undefined where it was not. */
function placesOf(shown: readonly string[], wrote: readonly string[]): readonly (number | undefined)[] {
  const places = new Array<number | undefined>(shown.length).fill(undefined);
  const taken = new Set<number>();
  const take = (at: number, place: number): void => {
    places[at] = place;
    taken.add(place);
  };
  const written = positions(wrote);
  for (const [print, [at, ...more]] of positions(shown)) {
    const [place, ...others] = written.get(print) ?? [];
    if (at !== undefined && place !== undefined && more.length + others.length === 0) take(at, place);
  }
  const grow = (at: number, place: number): void => {
    if (places[at] === undefined && wrote[place] === shown[at] && !taken.has(place)) take(at, place);
  };
  for (let at = 0; at < shown.length; at++) {
    const before = at === 0 ? -1 : places[at - 1];
    if (before !== undefined) grow(at, before + 1);
  }
  const nexts = new Array<number>(shown.length).fill(wrote.length);
  for (let at = shown.length - 2; at >= 0; at--) nexts[at] = places[at + 1] ?? nexts[at + 1] ?? wrote.length;
  let last = -1;
  for (const [at, print] of shown.entries()) {
    if (places[at] === undefined) {
      const place = firstBetween(written.get(print) ?? [], last, nexts[at] ?? wrote.length, taken);
      if (place !== undefined) take(at, place);
    }
    last = places[at] ?? last;
  }
  return places;
}

function positions(prints: readonly string[]): ReadonlyMap<string, readonly number[]> {
  const found = new Map<string, number[]>();
  for (const [at, print] of prints.entries()) {
    const list = found.get(print);
    if (list === undefined) found.set(print, [at]);
    else list.push(at);
  }
  return found;
}

/** `places` ascend. */
function firstBetween(
  places: readonly number[],
  after: number,
  before: number,
  taken: ReadonlySet<number>,
): number | undefined {
  return places.find((place) => place > after && place < before && !taken.has(place));
}
