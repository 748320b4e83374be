/**
 * Globs, matched in time linear in pattern × text whatever either of them holds. Our own because the usual libraries
 * translate a glob into a regular expression: picomatch 4 takes 20 s for `*a*a*a*a*ab` against 200 × `a`, and patterns
 * come from anybody's configuration. It also loads in no time where they cost a tenth of the Action's cold start.
 *
 * `*` and `?` stay within a path segment, `**` spans segments, `{a,b}` is either, a trailing `/` means everything
 * beneath. All else is literal, dots too.
 */

/** Most patterns that the braces of one may stand for. */
const MAX_ALTERNATIVES = 32;

export interface Glob {
  matches(text: string): boolean;
}

/** Matches paths, branches and names: `/` separates segments, and case counts. */
export function pathGlob(pattern: string): Glob {
  const alternatives = expandBraces(pattern).map(segmentsOf);
  return {
    matches(path) {
      const segments = path.split('/');
      return alternatives.some((alternative) => matchesSegments(alternative, segments));
    },
  };
}

/** Matches titles and names that GitHub compares without regard to case; `/` is a character like any other. */
export function titleGlob(pattern: string): Glob {
  const alternatives = expandBraces(pattern).map((alternative) => alternative.toLowerCase());
  return {
    matches(title) {
      const lower = title.toLowerCase();
      return alternatives.some((alternative) => matchesText(alternative, lower));
    },
  };
}

/** What is wrong with a pattern and what to write instead; null when it is a glob. */
export function globProblem(pattern: string): string | null {
  if (pattern.trim() === '') return 'is empty; write a glob such as `docs/**`, or `**` for everything';
  if (looksLikeRegex(pattern)) {
    return 'looks like a regular expression; patterns are globs: `*` is any text within a segment, `**` any number of segments, `{a,b}` either one';
  }
  if (pattern.startsWith('!')) return 'starts with `!`, but a glob can’t exclude; list what is to match';
  if (pattern.includes('\\')) return 'contains a backslash; separate segments by `/`, nothing needs escaping';
  if (/^\.{0,2}\//.test(pattern)) return 'starts at a root; write it relative to the repository, such as `docs/**`';
  return braceProblem(pattern);
}

const REGEX_SIGNS = [/^\^/, /\$$/, /\(\?/, /\)[+*?{]/, /[@!+?*]\(/, /\|/, /\[[\^!]/, /\[\w-\w/, /\\[dwsb.]/];

function looksLikeRegex(pattern: string): boolean {
  return REGEX_SIGNS.some((sign) => sign.test(pattern));
}

function braceProblem(pattern: string): string | null {
  let isOpen = false;
  for (const character of pattern) {
    if (character === '{') {
      if (isOpen) return 'nests braces; write two patterns instead';
      isOpen = true;
    } else if (character === '}') {
      if (!isOpen) return 'closes a brace that was not opened';
      isOpen = false;
    }
  }
  if (isOpen) return 'opens a brace and does not close it; write `{a,b}`';
  const count = [...pattern.matchAll(/\{([^{}]*)\}/g)].reduce(
    (all, [, inner = '']) => all * inner.split(',').length,
    1,
  );
  return count > MAX_ALTERNATIVES ? `stands for ${count} patterns; its braces may stand for ${MAX_ALTERNATIVES}` : null;
}

function expandBraces(pattern: string): readonly string[] {
  let expanded = [''];
  let rest = pattern;
  for (;;) {
    const open = rest.indexOf('{');
    const close = rest.indexOf('}', open);
    if (open < 0 || close < 0) return expanded.map((start) => start + rest);
    const before = rest.slice(0, open);
    const choices = rest.slice(open + 1, close).split(',');
    expanded = expanded.flatMap((start) => choices.map((choice) => start + before + choice)).slice(0, MAX_ALTERNATIVES);
    rest = rest.slice(close + 1);
  }
}

function segmentsOf(pattern: string): readonly string[] {
  const segments = (pattern.endsWith('/') ? `${pattern}**` : pattern).split('/');
  return segments.filter((segment, at) => segment !== '**' || segments[at - 1] !== '**');
}

/** Only the last `**` is ever tried again, so that no pair of segments is compared twice from the same start. */
function matchesSegments(pattern: readonly string[], path: readonly string[]): boolean {
  let at = 0;
  let next = 0;
  let spanning = -1;
  let spanEnd = 0;
  while (next < path.length) {
    const segment = pattern[at];
    if (segment === '**') {
      if (at === pattern.length - 1) return true;
      spanning = at++;
      spanEnd = next;
    } else if (segment !== undefined && matchesText(segment, path[next] ?? '')) {
      at++;
      next++;
    } else if (spanning >= 0) {
      next = ++spanEnd;
      at = spanning + 1;
    } else return false;
  }
  return at === pattern.length;
}

/** Likewise for `*` among the characters of one segment. */
function matchesText(pattern: string, text: string): boolean {
  let at = 0;
  let next = 0;
  let star = -1;
  let starEnd = 0;
  while (next < text.length) {
    const wanted = pattern[at];
    if (wanted === '*') {
      star = at++;
      starEnd = next;
    } else if (wanted === '?') {
      at++;
      next += (text.codePointAt(next) ?? 0) > 0xffff ? 2 : 1;
    } else if (wanted !== undefined && wanted === text[next]) {
      at++;
      next++;
    } else if (star >= 0) {
      next = ++starEnd;
      at = star + 1;
    } else return false;
  }
  while (pattern[at] === '*') at++;
  return at === pattern.length;
}
