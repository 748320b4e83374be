import { plain } from './plain.ts';

/**
 * Our own Markdown (never foreign Markdown) as plain text, for a terminal or a log: what `md` escaped is itself again,
 * emphasis and hidden characters are gone, and each line is safe as `plain` makes it. Code stays marked by backticks.
 */
export function plainMarkdown(markdown: string): string {
  return markdown.split('\n').map(plainLine).join('\n').trim();
}

function plainLine(line: string): string {
  const [, indent = '', rest = ''] = /^( *)(.*)$/.exec(line) ?? [];
  // Four spaces begin a block of code, in which nothing is markup.
  const text = indent.length >= 4 ? rest : rest.replace(/^#{1,6} /, '').replace(MARKUP, unmarked);
  return text.trim() === '' ? '' : indent + plain(text);
}

/** A code span; an escaped character; an entity; emphasis or small print. In this order: the first to match wins. */
const MARKUP = /(?<!`)(`+)(?!`) ?(.+?) ?(?<!`)\1(?!`)|\\([!-/:-@[-`{-~])|&(amp|lt|gt);|\*+|<\/?sub>/g;
const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>' };

function unmarked(_match: string, _fence?: string, span?: string, escaped?: string, entity?: string): string {
  if (span !== undefined) return `\`${span}\``;
  return escaped ?? ENTITIES[entity ?? ''] ?? '';
}
