/** The Markdown of a check as a terminal shows it: no markup, wrapped, with colours where there are any. */
import { styleText } from 'node:util';
import { plainMarkdown } from '#core/reports/plain-markdown.ts';

type Style = 'bold' | 'italic' | 'dim' | 'cyan' | 'green' | 'red' | 'yellow';

interface Piece {
  readonly text: string;
  readonly style: Style | null;
}

const MAX_WIDTH = 100;

/** Columns that a line may take. */
export function terminalWidth(): number {
  return Math.min(MAX_WIDTH, process.stdout.columns ?? MAX_WIDTH);
}

/** Says nothing of its own where there are no colours (`NO_COLOR`, a pipe). */
export function paint(style: Style, text: string): string {
  return styleText(style, text);
}

/** Lines of at most `width` columns. */
export function renderMarkdown(markdown: string, width: number): string[] {
  return markdown.split('\n').flatMap((line) => {
    if (line.trim() === '') return [''];
    // A line to paste stays as it is, so that it can be copied.
    if (line.startsWith('    ')) return [`    ${paint('cyan', line.trim())}`];
    const item = line.startsWith('- ');
    return wrap(pieces(item ? line.slice(2) : line), width, item ? '• ' : '', item ? '  ' : '');
  });
}

/** The words alone, in one line. */
export function plainText(markdown: string): string {
  return plainMarkdown(markdown).replace(/\s+/g, ' ');
}

const INLINE =
  /(?<code>`+)(?<inCode>.+?)\k<code>(?!`)|\*\*(?<bold>.+?)\*\*|(?<!\\)\*(?<italic>[^*]+?)\*|<sub>(?<sub>.*?)<\/sub>|\[(?<words>[^\]]+)\]\([^)]+\)/g;

function pieces(markdown: string, style: Style | null = null): Piece[] {
  const found: Piece[] = [];
  let last = 0;
  for (const match of markdown.matchAll(INLINE)) {
    const { inCode, bold, italic, sub, words } = match.groups ?? {};
    found.push({ text: plain(markdown.slice(last, match.index)), style });
    // The backticks stay: without colours they are all that tells code from words.
    if (inCode !== undefined) found.push({ text: `\`${inCode.trim()}\``, style: style ?? 'cyan' });
    // Where a link leads is of no use once the demo is over.
    else if (words !== undefined) found.push({ text: plain(words), style });
    else
      found.push(
        ...pieces(bold ?? italic ?? sub ?? '', bold !== undefined ? 'bold' : sub !== undefined ? 'dim' : 'italic'),
      );
    last = match.index + match[0].length;
  }
  found.push({ text: plain(markdown.slice(last)), style });
  return found.filter(({ text }) => text !== '');
}

const ENTITIES: Readonly<Record<string, string>> = { '&lt;': '<', '&gt;': '>', '&amp;': '&' };

function plain(markdown: string): string {
  return markdown
    .replaceAll('\u200b', '')
    .replace(/\\([\\`*_~[\]|()!$^])/g, '$1')
    .replace(/&(?:lt|gt|amp);/g, (entity) => ENTITIES[entity] ?? entity);
}

/** `first` and `rest` stand before the first line and those after it. */
function wrap(content: readonly Piece[], width: number, first: string, rest: string): string[] {
  const lines: string[] = [];
  let line = first;
  let used = first.length;
  let isEmpty = true;
  for (const word of words(content)) {
    const length = word.reduce((sum, { text }) => sum + text.length, 0);
    if (!isEmpty && used + 1 + length > width) {
      lines.push(line);
      line = rest;
      used = rest.length;
      isEmpty = true;
    }
    const shown = word.map(({ text, style }) => (style === null ? text : paint(style, text))).join('');
    line += isEmpty ? shown : ` ${shown}`;
    used += isEmpty ? length : length + 1;
    isEmpty = false;
  }
  return [...lines, line];
}

/** What stands between spaces; a word may have pieces of several styles (`**Objective:**`). */
function words(content: readonly Piece[]): Piece[][] {
  const found: Piece[][] = [[]];
  for (const { text, style } of content) {
    for (const [index, part] of text.split(' ').entries()) {
      if (index > 0) found.push([]);
      if (part !== '') found.at(-1)?.push({ text: part, style });
    }
  }
  return found.filter((word) => word.length > 0);
}
