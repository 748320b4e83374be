import { CommitParser } from 'conventional-commits-parser';

/**
 * A title is a commit's first line (conventionalcommits.org 1.0). The parser's own pattern is Angular's, which knows
 * neither `feat!:` nor a type with a hyphen.
 */
const parser = new CommitParser({ headerPattern: /^([a-z][a-z0-9-]{0,30})(?:\(([^()]{0,100})\))?!?: (.*)$/i });

/** The type of a conventional title: `docs` in `docs(readme)!: …`, in lower case; null for any other title. */
export function titleType(title: string): string | null {
  const firstLine = title.split('\n', 1)[0]?.trim() ?? '';
  return firstLine === '' ? null : (parser.parse(firstLine).type?.toLowerCase() ?? null);
}
