/** What a job says: outputs, annotations, the job summary, the log and whether it fails. */
import { appendFileSync } from 'node:fs';
import * as core from '@actions/core';
import { CONFIG_PATH, type ConfigProblem } from '#core/config/config.ts';
import type { Annotation, CheckRunEffect } from '#core/effects/effect.ts';
import { jsonLine } from '#core/reports/json-line.ts';
import { code, joined, md, prose, reference } from '#core/reports/markdown.ts';
import { plain } from '#core/reports/plain.ts';
import { plainMarkdown } from '#core/reports/plain-markdown.ts';
import { type Conclusion, worstConclusion } from '#core/verdict.ts';
import type { Evaluated, Silence } from '#pipeline';
import type { Followed } from './follow-sprint.ts';

export const TITLE = 'Leadership Guardrails';
/** An exit code at which a job is red. */
const FAILED = 1;

const SILENCE: Readonly<Record<Exclude<Silence, 'not-found'>, string>> = {
  'no-config': 'Not checked: no configuration governs this repository',
  'untracked-base': 'Not checked: its base branch is neither the default branch nor under `branches`',
  closed: 'Not checked: the pull request is closed',
  archived: 'Not checked: the repository is archived',
  superseded: 'Not checked: a newer commit is',
};

export function reportSilence(why: Exclude<Silence, 'not-found'>): void {
  const title = SILENCE[why];
  setOutputs('skipped', title, '');
  core.notice(title, { title: TITLE });
  writeSummary(md`### ${title}`.markdown);
}

/** A job is red or green: `neutral` is green with a warning. A dry run is green whatever the verdict. */
export function reportVerdict({ verdict, checks }: Evaluated, debtShare: string, dryRun: boolean): void {
  const conclusion = worstConclusion(checks.flatMap((check) => check.conclusion ?? []));
  const decisive = checks.find((check) => check.conclusion === conclusion);
  setOutputs(conclusion, decisive?.title ?? '', verdict === null ? '' : jsonLine(verdict), debtShare);
  for (const check of checks) {
    reportCheck(check, dryRun);
    for (const annotation of check.annotations) annotate(annotation, dryRun);
  }
  writeSummary(checks.map(sectionOf).join('\n\n'));
  if (conclusion === 'failure' && !dryRun) process.exitCode = FAILED;
}

export function reportProblems(problems: readonly ConfigProblem[] | null, dryRun: boolean): void {
  // What has no effect leaves the rest in force.
  const isValid = (problems ?? []).every(isIgnored);
  const title = titleOf(problems);
  setOutputs(isValid ? 'success' : 'failure', title, '');
  core.info(title);
  for (const problem of problems ?? []) {
    const { line, column, endColumn, message, path: key } = problem;
    annotate(
      {
        path: CONFIG_PATH,
        startLine: line,
        endLine: line,
        startColumn: column,
        ...(endColumn !== undefined && { endColumn }),
        level: isIgnored(problem) ? 'warning' : 'failure',
        title: key === '' ? 'Configuration' : key,
        message,
      },
      dryRun,
    );
  }
  const lines = (problems ?? []).map(({ line, column, message }) => md`- ${line}:${column} ${message}`);
  writeSummary(joined([md`### ${code(CONFIG_PATH)}: ${title}`, joined(lines, '\n')], '\n\n').markdown);
  if (!isValid && !dryRun) process.exitCode = FAILED;
}

function isIgnored({ consequence }: ConfigProblem): boolean {
  return consequence === 'ignored';
}

function titleOf(problems: readonly ConfigProblem[] | null): string {
  if (problems === null) return 'There is no configuration file; the defaults apply';
  if (problems.length === 0) return 'The configuration is valid';
  if (problems.every(isIgnored)) return 'The configuration is valid, but in part without effect';
  return problems.length === 1 ? '1 problem in the configuration' : `${problems.length} problems in the configuration`;
}

/** What became of the open pull requests. Their verdicts are theirs: only what could not be read fails the job. */
export function reportFollowed({ changed, looked, isComplete, unread }: Followed, dryRun: boolean): void {
  const title = `Looked at ${looked} open pull request${looked === 1 ? '' : 's'} · ${changed.length} ${dryRun ? 'would say' : changed.length === 1 ? 'says' : 'say'} something else now`;
  setOutputs('skipped', title, '');
  core.info(title);
  if (!isComplete) warn('More pull requests are open than one job looks at; those that changed last were looked at.');
  const lines = changed.map(({ number, title: said }) => md`- ${reference(`#${number}`)} ${prose(said)}`);
  writeSummary(joined([md`### ${prose(title)}`, joined(lines, '\n')], '\n\n').markdown);
  for (const { why } of unread) fail(`Nothing was decided anew: ${why}`);
}

/** An error beside the verdict, which fails the job. */
export function fail(text: string): void {
  core.error(plain(text), { title: TITLE });
  process.exitCode = FAILED;
}

/** Why nothing was decided. Fails the job, in a dry run too: a verdict that nobody could read is no verdict. */
export function reportFailure(texts: readonly string[]): void {
  setOutputs('', '', '');
  for (const text of texts) fail(text);
  writeSummary(
    joined([md`### Nothing was decided`, ...texts.map((text) => ({ markdown: code(text).markdown }))], '\n\n').markdown,
  );
}

export function warn(text: string): void {
  core.warning(plain(text), { title: TITLE });
}

function reportCheck({ name, title, summary, conclusion }: CheckRunEffect, dryRun: boolean): void {
  const text = plainMarkdown(summary);
  core.startGroup(plain(`${name}: ${title}`));
  core.info(text);
  core.endGroup();
  if (conclusion === null || conclusion === 'success') return;
  annotation(conclusion, dryRun)(text, { title: plain(title) });
}

function annotate(
  { path, startLine, endLine, startColumn, endColumn, level, title, message }: Annotation,
  dryRun: boolean,
) {
  const write = level === 'notice' ? core.notice : annotation(level === 'failure' ? 'failure' : 'neutral', dryRun);
  write(plain(message), {
    title: plain(title),
    file: path,
    startLine,
    endLine,
    ...(startColumn !== undefined && { startColumn }),
    ...(endColumn !== undefined && { endColumn }),
  });
}

function annotation(conclusion: Conclusion, dryRun: boolean): typeof core.error {
  return conclusion === 'failure' && !dryRun ? core.error : core.warning;
}

function sectionOf({ name, title, summary }: CheckRunEffect): string {
  return `${md`### ${code(name)}: ${title}`.markdown}\n\n${summary}`;
}

export function setOutputs(
  conclusion: Conclusion | 'skipped' | '',
  title: string,
  verdict: string,
  debtShare = '',
): void {
  core.setOutput('conclusion', conclusion);
  core.setOutput('title', title);
  core.setOutput('verdict', verdict);
  core.setOutput('debt-share', debtShare);
}

/**
 * Outside a runner, and on an old GitHub Enterprise, there is no place for a summary; the log says the same. Written here,
 * since the package's summary is a builder of HTML, of which a bundle keeps all.
 */
export function writeSummary(markdown: string): void {
  const file = process.env.GITHUB_STEP_SUMMARY;
  if (!file) return;
  try {
    appendFileSync(file, `${markdown}\n`);
  } catch (error) {
    warn(`The job summary could not be written: ${error instanceof Error ? error.message : String(error)}`);
  }
}
