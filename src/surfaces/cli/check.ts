import type { Effect } from '#core/effects/effect.ts';
import { nameWithOwner } from '#core/facts/repository.ts';
import { plain } from '#core/reports/plain.ts';
import { plainMarkdown } from '#core/reports/plain-markdown.ts';
import { worstConclusion } from '#core/verdict.ts';
import type { GitHubClient } from '#github/client.ts';
import { GitHubError, NotFound } from '#github/errors.ts';
import { hostCapabilities } from '#github/gather/host.ts';
import { type Evaluated, type PipelineOutcome, type Ports, runPipeline } from '#pipeline';
import { accessGitHub } from './access.ts';
import type { Command } from './arguments.ts';
import { patiently } from './patience.ts';
import { withProgress } from './progress.ts';
import { explainRefusal } from './refusal.ts';
import { SILENCE } from './silence.ts';
import { complainAbout, EXIT, type ExitCode, type Terminal, wrap } from './terminal.ts';

type CheckCommand = Extract<Command, { name: 'check' }>;

export async function check(command: CheckCommand, terminal: Terminal): Promise<ExitCode> {
  const github = accessGitHub(command, terminal);
  if (github === null) return EXIT.usage;
  const name = `${nameWithOwner(command.repository)}#${command.number}`;
  let outcome: PipelineOutcome;
  try {
    outcome = await withProgress(terminal, `Reading ${name}`, () => evaluate(command, github));
  } catch (error) {
    if (!(error instanceof GitHubError)) throw error;
    return explainRefusal(error, name, terminal);
  }
  if (outcome.kind === 'silent') {
    if (outcome.why === 'not-found')
      return explainRefusal(new NotFound(`GitHub shows no pull request ${name}.`), name, terminal);
    const why = SILENCE[outcome.why];
    terminal.print(
      command.json ? JSON.stringify({ conclusion: 'skipped', why: outcome.why }) : `${name} is not checked: ${why}.`,
    );
    return EXIT.pass;
  }
  terminal.print(command.json ? JSON.stringify(outcome.verdict) : layOut(outcome, name, command.apply, terminal.width));
  if (command.json) complainAboutOthers(outcome, name, terminal);
  const conclusion = worstConclusion(outcome.checks.flatMap((run) => run.conclusion ?? []));
  return conclusion === 'failure' ? EXIT.fail : EXIT.pass;
}

function evaluate({ repository, number, apply }: CheckCommand, github: GitHubClient): Promise<PipelineOutcome> {
  const attempt = (isLast: boolean) => {
    const ports: Ports = {
      github,
      host: hostCapabilities(),
      permissions: new Map(),
      now: () => new Date().toISOString(),
      appId: null,
      door: 'command-line',
      withoutConfig: 'defaults',
      writes: { labels: apply, checks: apply },
      whenUnread: isLast || !apply ? 'conclude' : 'wait',
    };
    return runPipeline({ kind: 'pull-request', repository, number, cause: 'own', closedToo: true }, ports);
  };
  return patiently(attempt, (outcome) => outcome.kind === 'evaluated' && outcome.shouldRetry);
}

/** The JSON is the verdict alone, yet the configuration file may be what fails: then standard error says so. */
function complainAboutOthers({ checks }: Evaluated, name: string, terminal: Terminal): void {
  for (const { name: run, title, conclusion } of checks) {
    if (run !== 'leadership' && conclusion !== 'success') {
      complainAbout(terminal, `${name} · ${run}: ${conclusion}. ${title}`);
    }
  }
}

function layOut({ checks, effects }: Evaluated, name: string, isApplied: boolean, width: number): string {
  const parts = checks.map(({ name: run, title, conclusion, summary }) =>
    [`${name} · ${run}: ${conclusion}`, plain(title), '', wrap(plainMarkdown(summary), width)].join('\n'),
  );
  return [...parts, describeEffects(effects, isApplied)].join('\n\n');
}

function describeEffects(effects: readonly Effect[], isApplied: boolean): string {
  if (effects.length === 0) return 'GitHub shows this already; there is nothing to write.';
  const runs = effects.map((effect) => {
    if (effect.kind === 'label') return `  - ${effect.action} label ${plain(effect.label)}`;
    return `  - check run ${effect.name}, ${effect.conclusion}, on ${effect.headOid.slice(0, 7)}`;
  });
  const heading = isApplied ? 'Written:' : 'Nothing was written. With --apply:';
  return [heading, ...runs].join('\n');
}
