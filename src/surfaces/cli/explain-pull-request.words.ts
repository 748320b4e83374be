import type { DetectorId } from '#core/classes/class.ts';
import { describeOrigin } from '#core/config/describe-origin.ts';
import type { LabelStanding } from '#core/effects/label-standing.ts';
import { CLASS_WORDS, describeDoubt, describeReason } from '#core/reports/classification.ts';
import { plain } from '#core/reports/plain.ts';
import { plainMarkdown } from '#core/reports/plain-markdown.ts';
import type { Answer, PullRequestExplanation, ShownIssue } from './explain-pull-request.ts';

/** The same as the JSON, in plain text. */
export function layOutExplanation(explanation: PullRequestExplanation): string {
  const { repository, pullRequest, reason, isUnverified, detectors, linked, label, categories, unread } = explanation;
  const why = plainMarkdown(describeReason(reason).markdown);
  const flag = isUnverified ? ' It counts for now: GitHub gave no answer when it was asked whether that holds.' : '';
  return [
    `${repository}#${pullRequest} counts as ${CLASS_WORDS[explanation.class]}: ${why}.${flag}`,
    `Its check: ${explanation.conclusion}.`,
    ['What each detector says, in the order in which they decide:', ...detectors.map(layOutAnswer)].join('\n'),
    ['Linked issues:', ...(linked.length === 0 ? ['- none'] : linked.map(layOutIssue))].join('\n'),
    `Label ${quoted(label.name)}: ${STANDINGS[label.standing]}.`,
    `Categories: ${categories.length === 0 ? 'none' : categories.map(plain).join(', ')}.`,
    ...(unread.length === 0 ? [] : [`Could not be read: ${unread.map(({ what }) => plain(what)).join('; ')}.`]),
    `Rules: ${plainMarkdown(describeOrigin(explanation.config).markdown)}.`,
  ].join('\n\n');
}

const DETECTORS: Readonly<Record<DetectorId, string>> = {
  bot: 'bot',
  author: 'listed author',
  'ignore-label': 'label to ignore it',
  'back-merge': 'back-merge',
  'expedite-label': 'label of urgent work',
  'expedite-issue': 'urgent issue that it closes',
  revert: 'revert',
  person: 'a person’s word on the label',
  issue: 'linked issue',
  label: 'other label',
  title: 'title',
  branch: 'branch',
  paths: 'paths',
};

function layOutAnswer({ detector, says, isDecisive, reason, doubt }: Answer): string {
  const mark = isDecisive ? '✔' : '-';
  return `${mark} ${DETECTORS[detector]}: ${plainMarkdown(wordsOf({ says, reason, doubt }))}`;
}

function wordsOf({ says, reason, doubt }: Pick<Answer, 'says' | 'reason' | 'doubt'>): string {
  if (reason === null) return 'nothing found';
  if (doubt !== null) return `found, does not count: ${describeDoubt(reason, doubt).markdown}`;
  return `${says === null ? 'nothing' : CLASS_WORDS[says]}: ${describeReason(reason).markdown}`;
}

function layOutIssue({ ref, isClosing, labels, type }: ShownIssue): string {
  const name = ref === null ? 'a private issue' : plain(ref);
  const closes = isClosing ? ' (closed by it)' : '';
  if (labels === null) return `- ${name}${closes}`;
  const facts = [
    labels.length === 0 ? 'no labels' : `labels ${labels.map(quoted).join(', ')}`,
    ...(type === null ? [] : [`type ${quoted(type)}`]),
  ];
  return `- ${name}${closes}: ${facts.join('; ')}`;
}

function quoted(text: string): string {
  return `\`${plain(text)}\``;
}

const STANDINGS: Readonly<Record<LabelStanding, string>> = {
  add: 'would be added',
  remove: 'would be removed',
  full: 'could not be added, since there are 100 labels already; remove one',
  off: 'left alone, since `debt.auto-label` is false',
  'name-too-long': 'left alone, since GitHub takes no name of more than 50 characters',
  unread: 'left alone, since not all that could tell was read',
  'set-by-person': 'left alone; somebody set it, and that stands',
  'removed-by-person': 'left alone; somebody removed it, and that stands',
  'touched-by-bot': 'left alone, since another bot touched it last',
  older: 'left alone, since somebody may have touched it before the history that was read',
  right: 'as it should be; nothing to do',
};
