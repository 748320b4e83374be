/** Sorts concluded checks by what they say, as their readers see it: title and summary are all that GitHub keeps. */
import type { CheckRun } from './sandbox-client.ts';
import { plainText } from './terminal.ts';

export interface Said {
  readonly group: 'linked' | 'needs no link' | 'not checked' | 'urgent' | 'nothing accepted is linked';
  /** Why, in the check's own words. */
  readonly reason: string;
  /** Reasons of references that were found and not accepted. */
  readonly rejected: readonly string[];
}

/** Null for a check that says none of it, such as one that could not read what it needed. */
export function saidBy({ output, conclusion }: CheckRun): Said | null {
  const title = output.title ?? '';
  const summary = output.summary ?? '';
  const [first = ''] = summary.split('\n\n');
  const statement = plainText(first).replace(/^✔ /, '');
  const rejected = rejectionsIn(summary);
  if (conclusion === 'success' && title.startsWith('Linked to')) return { group: 'linked', reason: 'linked', rejected };
  if (title.startsWith('No objective needed')) {
    return {
      group: 'needs no link',
      reason: statement.replace(/^No objective needed: /, '').replace(/\.$/, ''),
      rejected,
    };
  }
  if (title.startsWith('Not checked: '))
    return { group: 'not checked', reason: title.slice('Not checked: '.length), rejected };
  const [, urgent] = /^Passes (?:for now )?as urgent work(?:: | · )(.+)$/.exec(title) ?? [];
  if (urgent !== undefined) return { group: 'urgent', reason: urgent, rejected };
  if (/^No (?:issue|objective) linked|^Linked to .* belongs to no objective/.test(title)) {
    return { group: 'nothing accepted is linked', reason: title.split(' · ', 1)[0] ?? title, rejected };
  }
  return null;
}

/** References are listed after what was looked at, each as a code span and the reason. */
function rejectionsIn(summary: string): string[] {
  const paragraph = summary.split('\n\n').find((one) => one.startsWith('Looked at: ')) ?? '';
  return paragraph
    .split(' · ')
    .flatMap((part) => /^(?<ticks>`+).+?\k<ticks> (?<reason>.+)$/.exec(part)?.groups?.reason ?? []);
}

/** `value` counted, most frequent first. */
export function countBy<T>(
  items: readonly T[],
  key: (item: T) => string,
): readonly (readonly [value: string, count: number])[] {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(key(item), (counts.get(key(item)) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
}
