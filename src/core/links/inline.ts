/** Code spans and comments inside one paragraph, from left to right: whichever opens first wins. */
type Hide = (start: number, end: number, by: 'comment' | 'code') => void;

/** End of the comment that opens here. What never closes hides all the rest, as a browser would. */
export function commentEnd(text: string, open: number): number {
  const close = text.indexOf('-->', open + 2);
  return close < 0 ? text.length : close + 3;
}

/** Returns where the last comment ended when that is past the paragraph, else `end`. */
export function scanInline(text: string, start: number, end: number, hide: Hide): number {
  const runs = new BacktickRuns(text, start, end);
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
      let close = at + 1;
      while (close < end && text.charCodeAt(close) === 96) close++;
      const length = close - at;
      const closing = runs.next(length, close);
      if (closing !== null) hide(at, closing + length, 'code');
      at = closing === null ? close : closing + length;
    } else at++;
  }
  return end;
}

/** Runs of backticks by length. Questions come in rising order of position, so each run is passed over once. */
class BacktickRuns {
  readonly #positions = new Map<number, { readonly starts: number[]; next: number }>();

  constructor(text: string, start: number, end: number) {
    for (let at = start; at < end; at++) {
      if (text.charCodeAt(at) !== 96) continue;
      let close = at + 1;
      while (close < end && text.charCodeAt(close) === 96) close++;
      const known = this.#positions.get(close - at);
      if (known === undefined) this.#positions.set(close - at, { starts: [at], next: 0 });
      else known.starts.push(at);
      at = close;
    }
  }

  /** Where the next run of exactly this length starts; null when there is none in the paragraph. */
  next(length: number, from: number): number | null {
    const runs = this.#positions.get(length);
    if (runs === undefined) return null;
    while ((runs.starts[runs.next] ?? from) < from) runs.next++;
    return runs.starts[runs.next] ?? null;
  }
}
