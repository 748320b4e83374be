import type { Effect } from '#core/effects/effect.ts';
import { nameWithOwner } from '#core/facts/repository.ts';
import { jsonLine } from '#core/reports/json-line.ts';
import { plain } from '#core/reports/plain.ts';
import { plainMarkdown } from '#core/reports/plain-markdown.ts';
import { worstConclusion } from '#core/verdict.ts';
import { apply } from '#github/apply.ts';
import type { GitHubClient } from '#github/client.ts';
import { Forbidden, GitHubError, NotFound, Unreachable } from '#github/errors.ts';
import { hostCapabilities } from '#github/gather/host.ts';
import { hintOf } from '#github/hints.ts';
import { type Evaluated, type PipelineOutcome, type Ports, runPipeline } from '#pipeline';
import { accessGitHub } from './access.ts';
import type { Command } from './arguments.ts';
import { patiently } from './patience.ts';
import { withProgress } from './progress.ts';
import { explainRefusal } from './refusal.ts';
import { SILENCE } from './silence.ts';
import { complainAbout, EXIT, type ExitCode, type Terminal, wrap } from './terminal.ts';

type CheckCommand = Extract<Command, { name: 'check' }>;

interface Checked {
  readonly outcome: PipelineOutcome;
  /** What was written, labels first. */
  readonly written: readonly Effect[];
  /** Why a check run could not be written; the verdict stands all the same. */
  readonly refusal: GitHubError | null;
}

export async function check(command: CheckCommand, terminal: Terminal): Promise<ExitCode> {
  const github = accessGitHub(command, 'check', terminal);
  if (github === null) return EXIT.usage;
  const name = `${nameWithOwner(command.repository)}#${command.number}`;
  let checked: Checked;
  try {
    checked = await withProgress(terminal, `Reading ${name}`, () => evaluate(command, github));
  } catch (error) {
    if (!(error instanceof GitHubError)) throw error;
    return explainRefusal(error, name, terminal);
  }
  const { outcome, refusal } = checked;
  if (outcome.kind === 'silent') {
    if (outcome.why === 'not-found')
      return explainRefusal(new NotFound(`GitHub shows no pull request ${name}.`), name, terminal);
    const why = SILENCE[outcome.why];
    terminal.print(
      command.json ? jsonLine({ conclusion: 'skipped', why: outcome.why }) : `${name} is not checked: ${why}.`,
    );
    return EXIT.pass;
  }
  const told = () => layOut(outcome, name, describeEffects(outcome, checked, command.apply), terminal.width);
  terminal.print(command.json ? jsonLine(outcome.verdict) : told());
  if (command.json) complainAboutOthers(outcome, name, terminal);
  if (refusal !== null) return explainRefusal(refusal, name, terminal, hintForWriting);
  const conclusion = worstConclusion(outcome.checks.flatMap((run) => run.conclusion ?? []));
  return conclusion === 'failure' ? EXIT.fail : EXIT.pass;
}

/** Check runs are written here and not by the pipeline: where GitHub refuses one, the verdict is known all the same. */
function evaluate(command: CheckCommand, github: GitHubClient): Promise<Checked> {
  const { repository, number, apply: isApplied } = command;
  const written: Effect[] = [];
  const attempt = async (isLast: boolean): Promise<Checked> => {
    const ports: Ports = {
      github,
      host: hostCapabilities(),
      permissions: new Map(),
      now: () => new Date().toISOString(),
      appId: null,
      door: 'command-line',
      withoutConfig: 'defaults',
      writes: { labels: isApplied, checks: false },
      whenUnread: isLast || !isApplied ? 'conclude' : 'wait',
    };
    const trigger = { kind: 'pull-request', repository, number, cause: 'own', closedToo: true } as const;
    const outcome = await runPipeline(trigger, ports);
    if (outcome.kind === 'silent' || !isApplied) return { outcome, written, refusal: null };
    written.push(...outcome.applied);
    for (const effect of outcome.effects) {
      if (effect.kind !== 'check-run') continue;
      try {
        await apply([effect], repository, github);
        written.push(effect);
      } catch (error) {
        if (!(error instanceof GitHubError) || (error instanceof Unreachable && !isLast)) throw error;
        return { outcome, written, refusal: error };
      }
    }
    return { outcome, written, refusal: null };
  };
  return patiently(attempt, ({ outcome }) => outcome.kind === 'evaluated' && outcome.shouldRetry);
}

function hintForWriting(error: GitHubError): string | null {
  if (!(error instanceof Forbidden)) return null;
  return `${hintOf(error)} A check run needs the token of a GitHub App, or of a job, with checks: write; people’s tokens can’t write one.`;
}

/** The JSON is the verdict alone, yet the configuration file may be what fails: then standard error says so. */
function complainAboutOthers({ checks }: Evaluated, name: string, terminal: Terminal): void {
  for (const { name: run, title, conclusion } of checks) {
    if (run !== 'leadership' && conclusion !== 'success') {
      complainAbout(terminal, `${name} · ${run}: ${conclusion}. ${title}`);
    }
  }
}

function layOut({ checks }: Evaluated, name: string, effects: string, width: number): string {
  const parts = checks.map(({ name: run, title, conclusion, summary }) =>
    [`${name} · ${run}: ${conclusion}`, plain(title), '', wrap(plainMarkdown(summary), width)].join('\n'),
  );
  return [...parts, effects].join('\n\n');
}

function describeEffects(
  { effects, isPersonsToken, isLabelPending }: Evaluated,
  { written }: Checked,
  isApplied: boolean,
): string {
  if (effects.length === 0 && written.length === 0) return 'GitHub shows this already; there is nothing to write.';
  const lines = (of: readonly Effect[], note: string) =>
    of.map((effect) => {
      if (effect.kind === 'label') return `  - ${effect.action} label ${plain(effect.label)}${note}`;
      return `  - check run ${effect.name}, ${effect.conclusion}, on ${effect.headOid.slice(0, 7)}`;
    });
  if (!isApplied) {
    const note = isPersonsToken ? ' (not with this token: it is a person’s)' : '';
    return ['Nothing was written. With --apply:', ...lines(effects, note)].join('\n');
  }
  const missing = effects.filter((effect) => !written.includes(effect));
  const note = isLabelPending ? ' (GitHub gave no answer; run the command again)' : '';
  return [
    ...(written.length > 0 ? ['Written:', ...lines(written, '')] : ['Nothing was written.']),
    ...(missing.length > 0 ? ['Not written:', ...lines(missing, note)] : []),
  ].join('\n');
}
