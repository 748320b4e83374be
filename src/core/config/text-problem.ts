/** A mistake at offsets into the text, before lines are counted. */
export interface TextProblem {
  readonly path: readonly (string | number)[];
  /** What is wrong, why and what to write, as the rest of a sentence that begins with the place. */
  readonly message: string;
  readonly start: number;
  readonly end: number;
}

/** `objectives.external[0].prefix`. */
export function dotted(path: readonly (string | number)[]): string {
  return path.reduce<string>((all, key) => {
    if (typeof key === 'number') return `${all}[${key}]`;
    return all === '' ? key : `${all}.${key}`;
  }, '');
}
