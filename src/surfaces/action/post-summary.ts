/** The weekly summary as the work of a job. Loaded only by jobs that post one: check runs know nothing of it. */

import * as core from '@actions/core';
import { code, md } from '#core/reports/markdown.ts';
import { plain } from '#core/reports/plain.ts';
import type { GitHubClient } from '#github/client.ts';
import { Forbidden, GitHubError } from '#github/errors.ts';
import { hostCapabilities } from '#github/gather/host.ts';
import {
  runSummary,
  type SummaryNote,
  type SummaryOutcome,
  type SummaryPorts,
  type SummaryTrigger,
} from '#summary-pipeline';
import { type Clockwork, patiently } from './check.ts';
import { hintFor } from './failure.ts';
import { fail, setOutputs, TITLE, warn, writeSummary } from './report.ts';

/** A week of a busy team is many pages. */
const READING_MS = 10 * 60_000;

export interface SummaryJob {
  readonly dryRun: boolean;
  /** Nothing else of the job tells its title, or is what the job is for. */
  readonly isAlone: boolean;
}

/** Never throws a `GitHubError`: it is told. What was written when an answer was lost is found again on a second try. */
export async function postSummary(
  trigger: SummaryTrigger,
  job: SummaryJob,
  connect: (within: number) => GitHubClient,
  clockwork: Clockwork,
): Promise<void> {
  const ports: SummaryPorts = {
    github: connect(READING_MS),
    host: hostCapabilities(),
    now: () => new Date(clockwork.now()).toISOString(),
    withoutConfig: 'defaults',
    writes: !job.dryRun,
    // Whose token a job is given is its owner's choice.
    asMyself: true,
  };
  const once = () => runSummary(trigger, ports);
  try {
    report(await patiently(once, () => true, clockwork), job);
  } catch (error) {
    if (!(error instanceof GitHubError)) throw error;
    if (job.isAlone) setOutputs('', '', '');
    core.setOutput('summary-issue', '');
    fail(`The weekly summary was not posted: GitHub did not give all of it. ${error.message} ${hintFor(error, NEEDS)}`);
    writeSummary(md`### The weekly summary was not posted\n\n${code(error.message)}`.markdown);
  }
}

/** As it stands in a workflow. */
const NEEDS = '`permissions: { contents: read, issues: write, pull-requests: read }`';

type Why = Extract<SummaryOutcome, { readonly kind: 'silent' }>['why'];

const SILENCE: Readonly<Record<Why, string>> = {
  'no-config': 'no configuration governs this repository',
  'no-summary':
    'only the owner’s configuration governs this repository; write `summary: { enabled: true }` in a file of its own',
  'summary-disabled': '`summary.enabled` is false',
  'issues-disabled': 'issues are disabled in ',
  archived: 'it would be posted in an archived repository, ',
  'private-home':
    'set `summary.repository` to a private repository: it would tell a private repository’s week in a public one, ',
  'no-such-week': 'there is no such week',
  'week-not-over': 'the week is not over',
  quiet: 'nothing merged in the period, and `summary.skip-if-quiet` wants none then',
  'not-latest': 'only the latest period is posted',
  superseded: 'the job was ended',
};

const NOTES: Readonly<Record<SummaryNote, string>> = {
  'later-exists': 'A later period has an issue already, so this one is not posted.',
  full: 'People wrote so much into the issue that there is no room for a new text; it stays as it is.',
  'no-room-to-pin': 'It is not pinned: the repository has three pinned issues, which is as many as GitHub allows.',
  'no-room-to-close':
    'The issue before stays open: people wrote so much into it that there is no room for a link to the one that follows.',
  'pin-refused': 'GitHub did not pin or unpin it; do it by hand, or set `summary.pin` to false.',
  'persons-token': 'The token is a person’s.',
  'posted-by-another': 'Another account posted it already, which only that account brings up to date.',
};

function report(outcome: SummaryOutcome, job: SummaryJob): void {
  const { dryRun } = job;
  if (outcome.kind === 'silent') {
    const { why, home } = outcome;
    const where = why === 'issues-disabled' || why === 'archived' || why === 'private-home' ? home : null;
    say(`No summary: ${SILENCE[why]}${where ?? ''}`, null, job);
    return;
  }
  const { notes, refusal, number, url } = outcome;
  say(titleOf(outcome, dryRun), number, job);
  for (const note of notes) {
    if (note === 'pin-refused') warn(NOTES[note]);
    else core.info(plain(NOTES[note]));
  }
  if (url !== null) core.info(plain(url));
  if (outcome.kind === 'summarized') {
    writeSummary(`${md`## ${outcome.issue.title}`.markdown}\n\n${outcome.issue.body}`);
    if (dryRun) core.info(outcome.issue.body.split('\n').map(plain).join('\n'));
  }
  if (refusal === null) return;
  const why = `The weekly summary was not posted as it should be. ${refusal.message}`;
  const isAside = !job.isAlone && refusal instanceof Forbidden;
  // The job may be older than the summary and there for its check runs only, which are written.
  if (isAside) notice(`${why} Grant \`issues: write\`, or leave it out: \`command: check\`.`);
  else fail(`${why} ${hintFor(refusal, permissionsIn(outcome.home))}`);
}

function permissionsIn(home: string): string {
  return `${NEEDS}; where ${home} is another repository than the job’s, give \`github-token\` one that may write issues there`;
}

function say(title: string, number: number | null, { isAlone }: SummaryJob): void {
  if (isAlone) setOutputs('skipped', title, '');
  core.setOutput('summary-issue', number ?? '');
  notice(title);
  writeSummary(md`### ${title}`.markdown);
}

function notice(text: string): void {
  core.notice(plain(text), { title: TITLE });
}

function titleOf(outcome: Exclude<SummaryOutcome, { readonly kind: 'silent' }>, dryRun: boolean): string {
  const { home, period, number, effects, applied } = outcome;
  const which = `the summary of ${period}`;
  const place = number === null ? home : `${home}#${number}`;
  const written = dryRun ? effects : applied;
  const has = (type: 'create' | 'update') => written.some((effect) => effect.type === type);
  if (has('create')) return dryRun ? `Would post ${which} in ${home}` : `Posted ${which}: ${place}`;
  if (has('update'))
    return dryRun ? `Would bring ${which} up to date: ${place}` : `Brought ${which} up to date: ${place}`;
  if (number === null) return `Not posted: ${which}`;
  return outcome.kind === 'stands' ? `Posted already: ${which}, ${place}` : `Unchanged: ${which}, ${place}`;
}
