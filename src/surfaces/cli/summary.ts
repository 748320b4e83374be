import { nameWithOwner } from '#core/facts/repository.ts';
import { jsonLine } from '#core/reports/json-line.ts';
import { plain } from '#core/reports/plain.ts';
import { GitHubError, NotFound, Unreachable } from '#github/errors.ts';
import { hostCapabilities } from '#github/gather/host.ts';
import { hintOf } from '#github/hints.ts';
import { connectPaced } from '#github/transport/paced.ts';
import { runSummary, type Summarized, type SummaryOutcome } from '#summary-pipeline';
import { findAccess } from './access.ts';
import type { Command } from './arguments.ts';
import { patiently } from './patience.ts';
import { withProgress } from './progress.ts';
import { explainRefusal, repositoryHint } from './refusal.ts';
import { SUMMARY_SILENCE, sayEffect, sayNote } from './summary.words.ts';
import { complainAbout, EXIT, type ExitCode, type Terminal } from './terminal.ts';

type SummaryCommand = Extract<Command, { name: 'summary' }>;

export async function summary(command: SummaryCommand, terminal: Terminal): Promise<ExitCode> {
  const access = findAccess(command, 'summary', terminal);
  if (access === null) return EXIT.usage;
  const { repository, week, apply, asMyself } = command;
  const name = nameWithOwner(repository);
  // The sleep that limits ask for may be long: a person who waits can end it.
  const github = connectPaced(access, { pause: (ms) => new Promise((resolve) => setTimeout(resolve, ms)) });
  const once = () =>
    runSummary(
      { repository, cause: 'asked', ...(week !== null && { week }) },
      {
        github,
        host: hostCapabilities(),
        now: () => new Date().toISOString(),
        withoutConfig: 'defaults',
        writes: apply,
        asMyself,
      },
    );
  let outcome: SummaryOutcome;
  try {
    outcome = await withProgress(terminal, `Reading ${name}`, () => patiently(once, () => false));
  } catch (error) {
    if (!(error instanceof GitHubError)) throw error;
    return explainRefusal(error, name, terminal, repositoryHint);
  }
  if (outcome.kind === 'silent') return saySilent(outcome, command, name, terminal);
  // It was asked for, so there is a text whatever stands there.
  if (outcome.kind === 'stands') throw new Error('A summary was asked for and not made.');
  const lines = told(outcome, command);
  terminal.print(command.json ? jsonLine(outcome.summary) : layOut(outcome, lines));
  // What was written, or why not, is no part of the figures.
  const isTold = apply || outcome.notes.length > 0;
  if (command.json && isTold) for (const line of lines) terminal.complain(line);
  if (!apply || !outcome.notes.includes('persons-token')) return codeOf(outcome, terminal);
  complainAbout(terminal, sayNote('persons-token', outcome.home, outcome.viewer));
  return EXIT.usage;
}

function saySilent(
  { why, home }: Extract<SummaryOutcome, { kind: 'silent' }>,
  { json, apply, week }: SummaryCommand,
  name: string,
  terminal: Terminal,
): ExitCode {
  const isMistake = why === 'no-such-week' || why === 'week-not-over' || why === 'not-latest';
  const isRefusal = isMistake || (apply && (why === 'issues-disabled' || why === 'archived' || why === 'private-home'));
  const text = `${name} has no summary: ${SUMMARY_SILENCE[why](home ?? name, week ?? '')}.`;
  if (isRefusal) {
    complainAbout(terminal, text);
    return EXIT.usage;
  }
  terminal.print(json ? jsonLine({ summary: null, why }) : plain(text));
  return EXIT.pass;
}

/** As it would be posted: what a person pastes into an issue shows the same. Nothing in it steers a terminal. */
function layOut({ issue: { title, body } }: Summarized, told: readonly string[]): string {
  const lines = [title, '', ...body.trimEnd().split('\n'), '', ...told];
  return lines.map(printable).join('\n');
}

function told(
  { effects, applied, notes, home, period, isLatest, url, viewer }: Summarized,
  { apply }: SummaryCommand,
): string[] {
  if (!isLatest) return [`Nothing was written: only the latest period is posted, and ${period} is another one.`];
  const lines = (of: Summarized['effects']) => of.map((effect) => `  - ${sayEffect(effect, home)}`);
  // An error of its own, where something was to be written.
  const said = notes.filter((note) => !apply || note !== 'persons-token').map((note) => sayNote(note, home, viewer));
  const standing = notes.includes('posted-by-another') ? 'is there' : 'says this already';
  if (effects.length === 0) {
    const nothing = apply && standing !== 'is there' ? 'There was nothing to write' : 'Nothing was written';
    return [`${nothing}: ${url ?? home} ${standing}.`, ...said];
  }
  if (!apply) return ['Nothing was written. With --apply:', ...lines(effects), ...said];
  const missing = effects.filter((effect) => !applied.includes(effect));
  return [
    ...(applied.length > 0 ? ['Written:', ...lines(applied)] : ['Nothing was written.']),
    ...(missing.length > 0 ? ['Not written:', ...lines(missing)] : []),
    ...(url === null ? [] : [url]),
    ...said,
  ];
}

function codeOf({ refusal, home }: Summarized, terminal: Terminal): ExitCode {
  if (refusal === null) return EXIT.pass;
  complainAbout(terminal, refusal.message, hintOfRefusal(refusal, home));
  return refusal.isPassing ? EXIT.internal : EXIT.usage;
}

function hintOfRefusal(refusal: GitHubError, home: string): string {
  if (refusal instanceof Unreachable) return 'Run the command again.';
  if (refusal instanceof NotFound) {
    return `Either issues are disabled in ${home}, which its settings say, or the token may not write there.`;
  }
  return hintOf(refusal);
}

/** Without what steers a terminal or turns the direction of text; what keeps a name from notifying anybody stays. */
function printable(line: string): string {
  return line.replace(/[\p{Cc}\p{Co}\p{Cs}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/gu, '');
}
