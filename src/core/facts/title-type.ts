/**
 * The type of a conventional title: `docs` in `docs(readme)!: …` (conventionalcommits.org 1.0). Null for any other
 * title. In lower case, since the convention does not care.
 */
export function titleType(title: string): string | null {
  const match = /^([a-z][a-z0-9-]{0,30})(?:\([^()]{0,100}\))?!?: /i.exec(title);
  return match?.[1]?.toLowerCase() ?? null;
}
