/** The part of the demo's output that the README shows. */

/** Nothing linked, then what mends it: a line in the description. Debt, then a person's word against it. */
const SHOWN_STEPS: readonly string[] = ['1', '6', '9', '11'];
const BLOCK = /(?<=<!-- generated: demo -->\n\n```text\n)[\s\S]*?(?=\n```\n\n<!-- \/generated -->)/;

export function excerptOf(output: string): string {
  const steps = output.trimEnd().split(/\n(?=\d+\. )/);
  return steps.filter((step) => SHOWN_STEPS.includes(step.split('.', 1)[0] ?? '')).join('\n');
}

export function excerptIn(readme: string): string | null {
  return BLOCK.exec(readme)?.[0] ?? null;
}

/** Throws when the README has no place for it. */
export function withExcerpt(readme: string, excerpt: string): string {
  if (!BLOCK.test(readme)) throw new Error('README.md has no ```text block between the markers of the demo.');
  return readme.replace(BLOCK, () => excerpt);
}

/** Without what differs from run to run: numbers, commits, times, and where lines were wrapped. */
export function stableParts(excerpt: string): string {
  return excerpt
    .replace(/@[0-9a-f]{7}\b/g, '@commit')
    .replace(/\d+(?:\.\d+)?/g, 'n')
    .replace(/[\s│]+/g, ' ');
}
