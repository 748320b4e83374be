/** Of `Markdown` what stands only in issues that we post: see `markdown.ts`. */
import { addressOf, type Markdown, md, percentEncoded, reference } from './markdown.ts';

/**
 * A link to an issue or a pull request that is seen only here: GitHub leaves no trace of it there, since it goes through
 * its redirect, and links nothing by itself inside a link. Without an address of the web it is escaped text.
 */
export function quietLink(ref: string, url: string | null): Markdown {
  if (url === null || !/^https?:\/\//.test(url)) return md`${ref}`;
  const address = addressOf(url).replace(/^https:\/\/github\.com\//, 'https://redirect.github.com/');
  return { markdown: `[${reference(ref).markdown}](${address})` };
}

/** A comment that nobody sees. No text ends it, nor the line that it stands in; `decodeURIComponent` reads it again. */
export function hidden(text: string): Markdown {
  return { markdown: `<!-- ${text.toWellFormed().replace(/[^\w.:/#-]|--+|-$/gu, percentEncoded)} -->` };
}
