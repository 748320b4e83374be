/** A class and its reason in words. The names of the classes themselves never occur in a text. */
import type { Classification, Detection, DetectorId, Doubt, PullRequestClass, Reason } from '../classes/class.ts';
import { code, joined, type Markdown, md, reference } from './markdown.ts';

/** What a pull request counts as, plain text. */
export const CLASS_WORDS: Readonly<Record<PullRequestClass, string>> = {
  excluded: 'no work of the team',
  expedite: 'urgent work',
  debt: 'debt work',
  other: 'feature or other work',
};

/** Patterns that are named one by one. */
const MAX_TOLD = 3;

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
      return md`all of its files match ${describeGlobs(reason.globs)}`;
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

function describeGlobs(globs: readonly string[]): Markdown {
  const told = joined(globs.slice(0, MAX_TOLD).map(code), ', ');
  return globs.length > MAX_TOLD ? md`${told} or ${globs.length - MAX_TOLD} more patterns` : told;
}

/** What was found and does not count, with why: `label \`security\` (nobody with triage is known to have set it)`. */
export function describeDoubt(reason: Reason, doubt: Doubt): Markdown {
  return md`${describeClaim(reason)} (${{ markdown: DOUBTS[doubt] }})`;
}

/** A reason before anybody bore it out. */
function describeClaim(reason: Reason): Markdown {
  if (reason.code === 'person') return md`label ${code(reason.label)}`;
  if (reason.code === 'revert') return md`it says that it reverts ${reference(`#${reason.of}`)}`;
  if (reason.code === 'paths') return md`files that match ${describeGlobs(reason.globs)}`;
  return describeReason(reason);
}

const DOUBTS: Readonly<Record<Doubt, string>> = {
  'has-commit-by-person': 'a person committed to it, too',
  'set-without-triage': 'nobody with triage is known to have set it',
  'set-by-bot': 'set by a bot',
  'our-own': 'our own doing',
  'other-owner': 'kept by another owner',
  'not-found': 'which can’t be seen from here',
  'not-merged': 'which is not merged',
  'merged-too-long-ago': 'merged more than 30 days before',
  'merged-afterwards': 'merged only after this was opened',
  'changes-other-files': 'which did not change all of these files',
  'files-unknown': 'not all files could be read',
};

/** The class that each detector speaks for. */
const SPEAKS_FOR: Readonly<Record<DetectorId, PullRequestClass>> = {
  bot: 'excluded',
  author: 'excluded',
  'ignore-label': 'excluded',
  'back-merge': 'excluded',
  'expedite-label': 'expedite',
  'expedite-issue': 'expedite',
  revert: 'expedite',
  person: 'debt',
  issue: 'debt',
  label: 'debt',
  title: 'debt',
  branch: 'debt',
  paths: 'debt',
};

/** The line of a check about what a pull request counts as; what its author might wonder about comes after. */
export function renderClass(classification: Classification): Markdown {
  const { class: counts, reason, unread } = classification;
  const why =
    reason.code === 'default' && unread.length > 0 ? md`nothing that could be read says debt` : describeReason(reason);
  const doubts = doubtsThatMatter(classification).map((each) => describeDoubt(each.reason, each.doubt));
  const aside = doubts.length > 0 ? md` Does not count: ${joined(doubts, '; ')}.` : md``;
  return md`**Counts as** ${CLASS_WORDS[counts]}: ${why}.${aside}${renderUnread(classification)}`;
}

function renderUnread({ unread }: Classification): Markdown {
  const [first] = unread;
  if (first === undefined) return md``;
  return unread.length > 1
    ? md` Could not be read: ${first.what}, and ${unread.length - 1} more.`
    : md` Could not be read: ${first.what}.`;
}

type Doubted = Detection & { readonly doubt: Doubt };

/** Of an issue whose contents may not be told here, why they do not count would tell of them. */
function isHidden(reason: Reason): boolean {
  const isOfIssue = reason.code === 'issue' || reason.code === 'expedite-issue';
  return isOfIssue && reason.label === null && reason.type === null;
}

/** What stands before the reason that decided and would have made another class of it; our own doing surprises nobody. */
function doubtsThatMatter({ class: counts, evidence }: Classification): readonly Doubted[] {
  const decisive = evidence.findIndex(({ says }) => says !== null);
  return evidence
    .slice(0, decisive === -1 ? evidence.length : decisive)
    .filter((each): each is Doubted => each.doubt !== undefined && each.doubt !== 'our-own')
    .filter(({ detector, reason }) => SPEAKS_FOR[detector] !== counts && !isHidden(reason))
    .slice(0, MAX_TOLD);
}
