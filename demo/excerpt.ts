/** The parts of the demo's output that the README shows, each between markers of its own. */

export const EXCERPTS = {
  /** Nothing linked, then what mends it: a line in the description. Debt, then a person's word against it. */
  demo: { steps: ['1', '6', '9', '11'], withCounts: true },
  /** A sprint that fills up: both blocks, each followed by a way out. */
  'debt plan': { steps: ['13', '14', '15', '16'], withCounts: false },
} as const satisfies Readonly<Record<string, { readonly steps: readonly string[]; readonly withCounts: boolean }>>;
export type ExcerptName = keyof typeof EXCERPTS;

export const EXCERPT_NAMES = Object.keys(EXCERPTS) as readonly ExcerptName[];

function blockOf(name: ExcerptName): RegExp {
  return new RegExp(
    `(?<=<!-- generated: ${name} -->\\n\\n\`\`\`text\\n)[\\s\\S]*?(?=\\n\`\`\`\\n\\n<!-- /generated -->)`,
  );
}

/** A step ends where the next one begins, or what is said between two acts, or the line of counts. */
export function excerptOf(output: string, name: ExcerptName): string {
  const { steps, withCounts } = EXCERPTS[name];
  const parts = output.trimEnd().split(/\n(?=\d+\. |Another repository |\d+ steps, )/);
  const shown = parts.filter((part) => (steps as readonly string[]).includes(/^(\d+)\. /.exec(part)?.[1] ?? ''));
  const counts = parts.filter((part) => withCounts && /^\d+ steps, /.test(part));
  return [...shown, ...counts.map((part) => part.split('\n', 1)[0] ?? '')].join('\n').trimEnd();
}

export function excerptIn(readme: string, name: ExcerptName): string | null {
  return blockOf(name).exec(readme)?.[0] ?? null;
}

/** Throws when the README has no place for it. */
export function withExcerpt(readme: string, name: ExcerptName, excerpt: string): string {
  const block = blockOf(name);
  if (!block.test(readme)) throw new Error(`README.md has no \`\`\`text block between the markers of “${name}”.`);
  return readme.replace(block, () => excerpt);
}

/** Without what differs from run to run: numbers, dates, commits, times, and where lines were wrapped. */
export function stableParts(excerpt: string): string {
  return excerpt
    .replace(/@[0-9a-f]{7}\b/g, '@commit')
    .replace(/[\s│]+/g, ' ')
    .replace(/\b(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) \d+ (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b/g, 'day')
    .replace(/\d+(?:\.\d+)?/g, 'n');
}
