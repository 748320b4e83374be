import { type Markdown, md } from '../reports/markdown.ts';
import type { ConfigOrigin } from './config.ts';

/** Where the rules came from, for the footer of a check. */
export function describeOrigin(origin: ConfigOrigin): Markdown {
  const files = [origin.repository, origin.owner].filter((file) => file !== null);
  const from = files.length === 0 ? 'defaults' : files.join(', ');
  // Plain `path@commit` would be broken up as foreign text; in a code span it is neither a mention nor a link.
  const where: Markdown = {
    markdown: files.length === 0 ? from : files.map((file) => `\`${file.replaceAll('`', '')}\``).join(' over '),
  };
  switch (origin.state) {
    case 'committed':
    case 'defaults':
      return origin.ownerFile === 'none-or-unreadable' ? md`${where} · the owner’s file: none, or not readable` : where;
    case 'last-valid':
      return md`${where} (last valid version)`;
    case 'defaults-invalid':
      return md`defaults, in place of an invalid file`;
    case 'unsettled':
      return md`not known`;
  }
}
