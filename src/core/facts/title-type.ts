import { CommitParser } from 'conventional-commits-parser';

/**
 * A title is a commit's first line (conventionalcommits.org 1.0). The parser's own pattern is Angular's, which knows
 * neither `feat!:` nor a type with a hyphen.
 */
const parser = new CommitParser({ headerPattern: /^([a-z][a-z0-9-]{0,30})(?:\(([^()]{0,100})\))?!?: (.*)$/i });

/** GitHub takes no longer title (422 "title is too long (maximum is 256 characters)"); the parser is not linear. */
const MAX_TITLE = 256;

/** The type of a conventional title: `docs` in `docs(readme)!: …`, in lower case; null for any other title. */
export function titleType(title: string): string | null {
  const firstLine = title.slice(0, MAX_TITLE).split('\n', 1)[0]?.trim() ?? '';
  return firstLine === '' ? null : (parser.parse(firstLine).type?.toLowerCase() ?? null);
}
