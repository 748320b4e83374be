/** A verdict as data inside Markdown, folded: for scripts that read checks through the API, and for whoever asks why. */
import type { HeadVerdict } from '../verdict.ts';
import { escaped } from './json-line.ts';

/** `output.text` holds as much as `output.summary` (GitHub answers 422 beyond 65 535); room for what folds it. */
const MAX_JSON = 65_000;

/** Null for a verdict that would not fit; it is never cut, since half of a JSON document is none. */
export function renderVerdictData(verdict: HeadVerdict): string | null {
  // Invisible characters of foreign text stay visible as escapes; the document means the same.
  const json = JSON.stringify(verdict, null, 1).replace(/[\p{Cf}\p{Co}\p{Cs}\u2028\u2029]/gu, escaped);
  if (json.length > MAX_JSON) return null;
  const longest = Math.max(2, ...(json.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `<details><summary>The verdict as data</summary>\n\n${fence}json\n${json}\n${fence}\n\n</details>`;
}
