/**
 * Text that is safe to put on GitHub. Only `md` and its neighbours make `Markdown`, and `md` escapes every plain string
 * that it is given, so foreign text (titles, labels, logins) can't reach a report as anything but text: no mention that
 * notifies, no reference that back-links, no HTML, no table that breaks, no hidden marker.
 */

/** Longest piece of foreign text that a report repeats, in characters as a reader counts them. */
const MAX_FOREIGN_LENGTH = 120;
/** A reader's character seldom takes more code units than this; bounds the work on a hostile title. */
const MAX_UNITS = 16;

const BREAK = '\u200b';

export interface Markdown {
  readonly markdown: string;
}

/** Markdown with foreign text in it: strings are escaped, numbers and `Markdown` go in as they are. */
export function md(texts: TemplateStringsArray, ...values: readonly (string | number | Markdown)[]): Markdown {
  let markdown = texts[0] ?? '';
  for (const [index, value] of values.entries()) {
    markdown += typeof value === 'object' ? value.markdown : escapeMarkdown(String(value));
    markdown += texts[index + 1] ?? '';
  }
  return { markdown };
}

/** Foreign text of another length than 120 characters. */
export function cutText(text: string, most: number): Markdown {
  return { markdown: escapeMarkdown(text, most) };
}

export function joined(parts: readonly Markdown[], separator: string): Markdown {
  return { markdown: parts.map((part) => part.markdown).join(separator) };
}

export function bullets(items: readonly Markdown[]): Markdown {
  return joined(
    items.map((item) => ({ markdown: `- ${item.markdown}` })),
    '\n',
  );
}

const REFERENCE = /^(?:[\w-]+\/[\w.-]+)?#\d{1,10}$/;

/** An issue or pull request as GitHub writes it (`#12`, `shop/plans#12`); anything else is escaped like foreign text. */
export function reference(text: string): Markdown {
  return { markdown: REFERENCE.test(text) ? text : escapeMarkdown(text) };
}

/** A link in our own words to an address that we made: what could end it early, or a cell of a table, is encoded. */
export function link(words: string, url: string): Markdown {
  return { markdown: `[${escapeMarkdown(words)}](${addressOf(url)})` };
}

/** Encoded so that it ends neither a link nor a cell of a table. */
export function addressOf(url: string): string {
  return url.toWellFormed().replace(/[^\w.~:/?#@$&'*+,;=%-]/gu, percentEncoded);
}

export function percentEncoded(text: string): string {
  return encodeURIComponent(text).replace(/[!~*'()-]/g, (left) => `%${left.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** A code span around any text whatever. In a span nothing is a mention, a reference or markup, nor looks like our own. */
export function code(text: string): Markdown {
  const content = cleanText(text).replace(/<(?=[!/])/g, `<${BREAK}`);
  const longest = Math.max(0, ...(content.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longest + 1);
  const padding = content.startsWith('`') || content.endsWith('`') || content === '' ? ' ' : '';
  return { markdown: `${fence}${padding}${content.replaceAll('|', '¦')}${padding}${fence}` };
}

/** Our own words about foreign text, in which backticks mark code: `\`lables\` is no key`. */
export function prose(text: string): Markdown {
  const parts = text.split('`').map((part, index) => (index % 2 === 1 ? code(part) : { markdown: escapeAround(part) }));
  return joined(parts, '');
}

/** Escaping trims; the spaces beside a code span must stay. */
function escapeAround(text: string): string {
  const words = text.trim();
  if (words === '') return text === '' ? '' : ' ';
  return `${text.startsWith(' ') ? ' ' : ''}${escapeMarkdown(words)}${text.endsWith(' ') ? ' ' : ''}`;
}

/** Most of what is cleaned is clean already: printable ASCII with single spaces between. */
const PLAIN_WORDS = /^[!-~]+(?: [!-~]+)*$/;

/**
 * One line of foreign text, at most 120 characters: no control, bidi, zero-width or tag characters, no lone surrogates.
 * Cleaning what is clean changes nothing.
 */
export function cleanText(text: string, most = MAX_FOREIGN_LENGTH): string {
  if (text.length <= most && PLAIN_WORDS.test(text)) return text;
  const line = text
    .slice(0, most * MAX_UNITS)
    .toWellFormed()
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .replace(/[\p{Cf}\ufffd]/gu, '')
    .replace(/ {2,}/g, ' ')
    .trim();
  // No text has more characters than units, and counting them is dear.
  if (line.length <= most) return line;
  let cut = '';
  let count = 0;
  for (const { segment } of new Intl.Segmenter('en').segment(line)) {
    count += 1;
    if (count > most) return `${cut.slice(0, cut.length - lastLength(cut)).trimEnd()}…`;
    cut += segment;
  }
  return cut;
}

function lastLength(text: string): number {
  let length = 0;
  for (const { segment } of new Intl.Segmenter('en').segment(text.slice(-64))) length = segment.length;
  return length;
}

function escapeMarkdown(text: string, most = MAX_FOREIGN_LENGTH): string {
  return cleanText(text, most)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replace(/[\\`*_~[\]|()!$^]/g, '\\$&')
    .replace(/[@#]/g, `$&${BREAK}`)
    .replace(/gh-(?=\d)/gi, `$&${BREAK}`)
    .replace(/[0-9a-f]{7,}/gi, (hex) => hex.replace(/.{6}(?=.)/g, `$&${BREAK}`))
    .replace(/:(?=\/\/)/g, `:${BREAK}`)
    .replace(/www(?=\.)/gi, `www${BREAK}`);
}
