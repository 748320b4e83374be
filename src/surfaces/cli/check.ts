import type { Effect } from '#core/effects/effect.ts';
import { nameWithOwner } from '#core/facts/repository.ts';
import { plain } from '#core/reports/plain.ts';
import { plainMarkdown } from '#core/reports/plain-markdown.ts';
import { worstConclusion } from '#core/verdict.ts';
import { VERSION } from '#core/version.ts';
import { Forbidden, GitHubError, NotFound, Unauthorized, Unreachable } from '#github/errors.ts';
import { hostCapabilities } from '#github/gather/host.ts';
import { connect } from '#github/transport/connect.ts';
import { type Evaluated, type PipelineOutcome, type Ports, runPipeline, type Silence } from '#pipeline';
import { apiAddress } from './api-address.ts';
import type { Command } from './arguments.ts';
import { withProgress } from './progress.ts';
import { complainAbout, EXIT, type ExitCode, type Terminal, wrap } from './terminal.ts';
import { findToken } from './token.ts';

type CheckCommand = Extract<Command, { name: 'check' }>;

/** In all, as for the Action. */
const PATIENCE_MS = 60_000;

const SILENCE: Readonly<Record<Exclude<Silence, 'not-found'>, string>> = {
  'no-config': 'no configuration governs this repository',
  'untracked-base': 'its base branch is neither the default branch nor under `branches`',
  closed: 'it is closed',
  archived: 'the repository is archived',
  superseded: 'a newer commit is',
};

export async function check(command: CheckCommand, terminal: Terminal): Promise<ExitCode> {
  const found = findToken(command.tokenFile, terminal.env);
  if (!found.ok) {
    complainAbout(terminal, found.problem);
    return EXIT.usage;
  }
  const address = apiAddress(terminal.env, command.host);
  if (!address.ok) {
    complainAbout(terminal, address.problem);
    return EXIT.usage;
  }
  const { baseUrl } = address;
  const name = `${nameWithOwner(command.repository)}#${command.number}`;
  let outcome: PipelineOutcome;
  try {
    outcome = await withProgress(terminal, `Reading ${name}`, () => evaluate(command, found.token, baseUrl));
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

/** Tries again for a while when GitHub gave no answer, or none about a fact that decides. */
async function evaluate(
  { repository, number, apply }: CheckCommand,
  token: string,
  baseUrl: string,
): Promise<PipelineOutcome> {
  const deadline = Date.now() + PATIENCE_MS;
  const github = connect({ token, baseUrl, userAgent: `leadership-guardrails/${VERSION} (cli)` });
  for (let pause = 1_000; ; pause *= 2) {
    const isLast = Date.now() + pause > deadline;
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
    try {
      const outcome = await runPipeline(
        { kind: 'pull-request', repository, number, cause: 'own', closedToo: true },
        ports,
      );
      if (outcome.kind === 'silent' || !outcome.shouldRetry || isLast) return outcome;
    } catch (error) {
      // The client waits out the limits that end in time by itself.
      if (isLast || !(error instanceof Unreachable)) throw error;
    }
    await new Promise((resolve) => setTimeout(resolve, pause));
  }
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

function explainRefusal(error: GitHubError, name: string, terminal: Terminal): ExitCode {
  complainAbout(terminal, error.message, HINTS.find(([kind]) => error instanceof kind)?.[1](name, error) ?? error.hint);
  const isGivens = error instanceof NotFound || error instanceof Unauthorized || error instanceof Forbidden;
  return isGivens ? EXIT.usage : EXIT.internal;
}

type Hint = (name: string, error: GitHubError) => string;

/** Where the error's own hint is about a server's life, not about a command that ends here. */
const HINTS: readonly (readonly [abstract new (...args: never[]) => GitHubError, Hint])[] = [
  [
    NotFound,
    (name) =>
      `Either ${name} is misspelt, or it is an issue and no pull request, or the token can’t see that repository: a private one needs a token with access to it.`,
  ],
  [
    Unauthorized,
    () => 'GitHub does not accept the token; it may have expired. Make a new one, or check GITHUB_API_URL.',
  ],
  [
    Unreachable,
    () =>
      'GitHub gave no answer for a minute. Run the command again; check GITHUB_API_URL and https://www.githubstatus.com if it stays.',
  ],
  [
    Forbidden,
    (_, error) =>
      `${error.hint} Reading needs contents, issues and pull requests. Writing a check run (--apply) needs the token of a GitHub App with checks: write; people’s tokens can’t.`,
  ],
];
