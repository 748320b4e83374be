/** What is written so that it can match nothing: the file is valid, and says so. */
import { longLabelsIn } from './long-labels.ts';
import type { ConfigTree } from './merge.ts';
import { textsAt } from './texts-at.ts';
import type { Path } from './yaml-tree.ts';

/** A place whose value has no effect, and why, as the rest of a sentence. */
export interface Ignored {
  readonly path: Path;
  readonly message: string;
}

export function unmatchableIn(value: ConfigTree): readonly Ignored[] {
  return [
    ...longLabelsIn(value),
    ...wrongAt(TITLE_TYPE_KEYS, value, titleTypeProblem),
    ...wrongAt(LOGIN_KEYS, value, loginProblem),
  ];
}

function wrongAt(
  keys: readonly string[],
  value: ConfigTree,
  problemOf: (text: string) => string | null,
): readonly Ignored[] {
  return keys
    .flatMap((key) => textsAt(value, key))
    .flatMap(([path, text]) => {
      const message = problemOf(text.trim());
      return message === null ? [] : [{ path, message }];
    });
}

const TITLE_TYPE_KEYS = ['debt.detect.title-types', 'guardrails.linked-objective.skip.title-types'] as const;
/** As `#core/facts/title-type.ts` reads titles. */
const TITLE_TYPE = /^[a-z][a-z0-9-]{0,30}$/i;

function titleTypeProblem(text: string): string | null {
  if (TITLE_TYPE.test(text)) return null;
  const [start = ''] = text.split(/[(!:]/, 1);
  return TITLE_TYPE.test(start)
    ? `can match no title; write \`${start}\``
    : 'can match no title; a type is one word of letters, digits and hyphens, such as `refactor`';
}

const LOGIN_KEYS = ['exclude.authors', 'trusted-apps'] as const;
/** Also with the underscore of managed accounts, and as REST writes an app. */
const LOGIN = /^[a-z0-9][a-z0-9_-]*(?:\[bot\])?$/i;

function loginProblem(text: string): string | null {
  if (LOGIN.test(text)) return null;
  const bare = text.replace(/^(?:@|app\/)/, '');
  return LOGIN.test(bare)
    ? `is no login, so it matches nobody; write \`${bare}\``
    : 'is no login, so it matches nobody; write it as GitHub shows it, such as `ben` or `planner[bot]`';
}
