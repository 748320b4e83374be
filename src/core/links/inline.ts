/** Code spans and comments inside one paragraph, from left to right: whichever opens first wins. */
type Hide = (start: number, end: number, by: 'comment' | 'code') => void;

/** End of the comment that opens here. What never closes hides all the rest, as a browser would. */
export function commentEnd(text: string, open: number): number {
  const close = text.indexOf('-->', open + 2);
  return close < 0 ? text.length : close + 3;
}

/** How far to look for the end of a code span before asking the map of all runs. */
const NEAR = 64;

/** Returns where the last comment ended when that is past the paragraph, else `end`. */
export function scanInline(text: string, start: number, end: number, runs: BacktickRuns, hide: Hide): number {
  let at = start;
  while (at < end) {
    const unit = text.charCodeAt(at);
    if (unit === 92) {
      at += 2;
    } else if (unit === 60 && text.startsWith('<!--', at)) {
      const close = commentEnd(text, at);
      hide(at, close, 'comment');
      if (close >= end) return close;
      at = close;
    } else if (unit === 96) {
      const close = runEnd(text, at);
      const closing = runs.next(close - at, close, end);
      if (closing !== null) hide(at, closing + close - at, 'code');
      at = closing === null ? close : closing + close - at;
    } else at++;
  }
  return end;
}

/**
 * All runs of backticks by their length, found once. Questions come in rising order of position, so that each run is
 * passed over once.
 */
export class BacktickRuns {
  readonly #text: string;
  #positions: Map<number, { readonly starts: number[]; next: number }> | null = null;

  constructor(text: string) {
    this.#text = text;
  }

  /** Where the next run of exactly this length starts; null when there is none before `end`. */
  next(length: number, from: number, end: number): number | null {
    // Most spans are short: these are found, or known to be missing, without the map of all runs.
    const near = Math.min(end, from + NEAR);
    for (let at = from; at < near; at++) {
      if (this.#text.charCodeAt(at) !== 96) continue;
      const close = runEnd(this.#text, at);
      if (close - at === length) return at;
      at = close;
    }
    if (near === end) return null;
    this.#positions ??= this.#collect();
    const runs = this.#positions.get(length);
    if (runs === undefined) return null;
    while ((runs.starts[runs.next] ?? from) < from) runs.next++;
    const start = runs.starts[runs.next];
    return start === undefined || start >= end ? null : start;
  }

  #collect(): Map<number, { readonly starts: number[]; next: number }> {
    const positions = new Map<number, { readonly starts: number[]; next: number }>();
    const text = this.#text;
    for (let at = 0; at < text.length; at++) {
      if (text.charCodeAt(at) !== 96) continue;
      const close = runEnd(text, at);
      const known = positions.get(close - at);
      if (known === undefined) positions.set(close - at, { starts: [at], next: 0 });
      else known.starts.push(at);
      at = close;
    }
    return positions;
  }
}

function runEnd(text: string, start: number): number {
  let end = start + 1;
  while (text.charCodeAt(end) === 96) end++;
  return end;
}
