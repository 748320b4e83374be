import type { DetectorId } from '#core/classes/class.ts';
import { describeOrigin } from '#core/config/describe-origin.ts';
import type { LabelStanding } from '#core/effects/label-standing.ts';
import { CLASS_WORDS, describeDoubt, describeReason } from '#core/reports/classification.ts';
import { plain } from '#core/reports/plain.ts';
import { plainMarkdown } from '#core/reports/plain-markdown.ts';
import type { Answer, PullRequestExplanation, ShownIssue } from './explain-pull-request.ts';

/** The same as the JSON, in plain text. */
export function layOutExplanation(explanation: PullRequestExplanation): string {
  const { repository, pullRequest, reason, isUnverified, detectors, label, categories, unread } = explanation;
  const why = plainMarkdown(describeReason(reason).markdown);
  const flag = isUnverified ? ' It counts for now: GitHub gave no answer when it was asked whether that holds.' : '';
  return [
    `${repository}#${pullRequest} counts as ${CLASS_WORDS[explanation.class]}: ${why}.${flag}`,
    `Its check: ${explanation.conclusion}.`,
    ['What each detector says, in the order in which they decide:', ...detectors.map(layOutAnswer)].join('\n'),
    ['Linked issues:', ...layOutLinked(explanation)].join('\n'),
    `Label ${quoted(label.name)}: ${STANDINGS[label.standing]}.${layOutHands(explanation)}`,
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

function layOutAnswer(answer: Answer): string {
  const mark = answer.isDecisive ? '✔' : '-';
  return `${mark} ${DETECTORS[answer.detector]}: ${plainMarkdown(wordsOf(answer))}`;
}

function wordsOf({ found, says, reason, doubt }: Answer): string {
  if (found === 'not-looked-at') return 'not looked at, since the class was decided before';
  if (reason === null) return 'nothing found';
  if (doubt !== null) return `found, does not count: ${describeDoubt(reason, doubt).markdown}`;
  return `${says === null ? 'nothing' : CLASS_WORDS[says]}: ${describeReason(reason).markdown}`;
}

function layOutLinked({ linked, hasUnreadNames }: PullRequestExplanation): readonly string[] {
  if (hasUnreadNames) return [...linked.map(layOutIssue), '- what only the text names was not looked at'];
  return linked.length === 0 ? ['- none'] : linked.map(layOutIssue);
}

function layOutHands({ label: { standing }, knowsOwnLabels }: PullRequestExplanation): string {
  if (standing !== 'touched-by-bot' || knowsOwnLabels) return '';
  return ' With this token, a person’s or a job’s, the labels that Leadership Guardrails set itself can’t be told from those of other bots.';
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
  'touched-by-bot': 'left alone, since a bot touched it last',
  older: 'left alone, since somebody may have touched it before the history that was read',
  right: 'as it should be; nothing to do',
};
