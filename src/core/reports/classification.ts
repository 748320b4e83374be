/** A class and its reason in words. The names of the classes themselves never occur in a text. */
import type { Classification, PullRequestClass, Reason } from '../classes/class.ts';
import { code, joined, type Markdown, md, reference } from './markdown.ts';

/** What a pull request counts as, plain text. */
export const CLASS_WORDS: Readonly<Record<PullRequestClass, string>> = {
  excluded: 'no work of the team',
  expedite: 'urgent work',
  debt: 'debt work',
  other: 'feature or other work',
};

/** What speaks for the class, as the rest of a sentence. */
export function describeReason(reason: Reason): Markdown {
  switch (reason.code) {
    case 'update-bot':
      return md`routine work by the bot ${reason.login}`;
    case 'bot':
      return md`opened by the bot ${reason.login}`;
    case 'author':
      return md`${reason.login} is under ${code('exclude.authors')}`;
    case 'ignore-label':
    case 'expedite-label':
    case 'label':
      return md`label ${code(reason.label)}`;
    case 'back-merge':
      return md`merges ${code(reason.from)} into ${code(reason.into)}`;
    case 'expedite-issue':
    case 'issue':
      return describeIssue(reason);
    case 'revert':
      return md`it reverts ${reference(`#${reason.of}`)}`;
    case 'person':
      return reason.action === 'set'
        ? md`somebody set the label ${code(reason.label)}`
        : md`somebody removed the label ${code(reason.label)}`;
    case 'title':
      return md`its title starts with ${code(`${reason.type}:`)}`;
    case 'branch':
      return md`its branch starts with ${code(reason.prefix)}`;
    case 'paths':
      return md`all of its files match ${joined(reason.globs.map(code), ', ')}`;
    case 'default':
      return md`nothing says debt`;
  }
}

function describeIssue({ ref, label, type }: Extract<Reason, { readonly code: 'issue' | 'expedite-issue' }>): Markdown {
  if (ref === null) return md`a linked issue that is private`;
  if (label !== null) return md`linked issue ${reference(ref)} has label ${code(label)}`;
  return type === null
    ? md`linked issue ${reference(ref)}`
    : md`linked issue ${reference(ref)} is of type ${code(type)}`;
}

/** The line of a check; null where a guardrail's own line says it already. */
export function renderClass({ class: counts, reason }: Classification): Markdown | null {
  if (counts === 'excluded' || counts === 'expedite') return null;
  return md`**Counts as** ${CLASS_WORDS[counts]}: ${describeReason(reason)}.`;
}
