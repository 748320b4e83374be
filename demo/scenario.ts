/**
 * What the demo plays: each step is something that a person does on GitHub, and what the checks must then say. The
 * expectations are the demo's test of itself: a step that shows something else fails it.
 */
import type { History } from './history.ts';
import { NAME, OWNER, UPDATE_BOT } from './history-words.ts';
import type { CheckRun, SandboxClient } from './sandbox-client.ts';
import { plainText } from './terminal.ts';
import { waitForChecks } from './wait-for-check.ts';

export const REPOSITORY = `${OWNER}/${NAME}`;
export const CONFIG_PATH = '.github/leadership.yml';
export const CONFIG = `mode: enforce
guardrails:
  linked-objective:
    require: objective
`;
const LOOSE_CONFIG = 'mode: off\n';
const GUEST = 'lena';

export interface Expectation {
  readonly check: string;
  readonly conclusion: 'success' | 'neutral' | 'failure';
  /** Begins so. */
  readonly title: string;
  /** Each is somewhere in the words of the summary. */
  readonly says: readonly string[];
}

export interface Step {
  /** What somebody did. */
  readonly deed: string;
  readonly pullRequest: PullRequest;
  readonly checks: ReadonlyMap<string, CheckRun>;
  readonly expected: readonly Expectation[];
}

interface PullRequest {
  readonly number: number;
  readonly headOid: string;
  readonly title: string;
  readonly body: string;
  readonly author: string;
}

/** Plays the steps one after the other. Throws when a check does not come at all. */
export async function* play(sandbox: SandboxClient, history: History): AsyncGenerator<Step> {
  const [cart, refund] = history.open;
  if (cart === undefined || refund === undefined) throw new Error('the history has no open objectives');
  const people = new Actors(sandbox);

  const unlinked = await people.open(
    'kofi',
    'fix(cart): keep the voucher after a failed payment',
    '',
    'src/cart/voucher.ts',
  );
  const first = await people.see(unlinked, 'kofi opens a pull request and leaves its description empty', [
    failure('No objective linked', `Objective: #${cart.objective}`, `#${cart.objective} ${cart.title}`),
  ]);
  yield first;

  const loose = await people.open(
    'ines',
    'fix: show the refund on the receipt',
    `Closes #${refund.looseTask}`,
    'src/receipt/view.ts',
  );
  const second = await people.see(loose, 'ines links a task, but no objective is above it', [
    failure(`Linked to #${refund.looseTask}, which belongs to no objective`, `#${refund.objective} ${refund.title}`),
  ]);
  yield second;

  const fork = await people.openFromFork(
    GUEST,
    'feat(cart): say why a payment failed',
    `Closes #${cart.task}`,
    'src/cart/failed.ts',
  );
  yield await people.see(fork, `${GUEST}, a guest, sends one from a fork; its task is below an objective`, [
    success(`Linked to #${cart.objective}`, `through #${cart.task}`),
  ]);

  const update = await people.open(UPDATE_BOT, 'chore(deps): update the bundler to 4.2.0', '', 'package-lock.json');
  yield await people.see(update, 'renovate, a bot, updates a dependency', [
    success('Not checked: routine work by the bot renovate'),
  ]);

  const loosening = await people.open('tomas', 'chore: switch the guardrail off', '', CONFIG_PATH, LOOSE_CONFIG);
  yield await people.see(
    loosening,
    'tomas tries to switch the rule off in his own pull request; the base branch’s rules judge it',
    [
      failure('No objective linked'),
      {
        check: 'leadership/config',
        conclusion: 'success',
        title: 'The configuration is valid',
        says: ['is switched off'],
      },
    ],
  );

  const line = lineToPaste(first);
  const mended = await people.describe(unlinked, line);
  yield await people.see(
    mended,
    `kofi pastes the offered line into the description; no push`,
    [success(`Linked to #${cart.objective}`, `Objective: #${cart.objective}`)],
    first,
  );

  await people.linkInSidebar(loose, refund.objective);
  yield await people.pressRecheck(
    second,
    `ines links #${refund.objective} in the Development panel; GitHub tells no app of that, so she presses Re-check`,
    [success(`Linked to #${refund.objective}`, 'Development panel')],
  );
}

function failure(title: string, ...says: readonly string[]): Expectation {
  return { check: 'leadership', conclusion: 'failure', title, says };
}

function success(title: string, ...says: readonly string[]): Expectation {
  return { check: 'leadership', conclusion: 'success', title, says };
}

/** The line that a failing check offers, as an author would copy it. */
function lineToPaste({ checks }: Step): string {
  const [, line] = /^ {4}(\S.*)$/m.exec(checks.get('leadership')?.output.summary ?? '') ?? [];
  if (line === undefined) throw new Error('the check offers no line to paste');
  return line;
}

/** Differences between what a step showed and what it should; empty when all is well. */
export function differences({ checks, expected }: Step): string[] {
  return expected.flatMap(({ check, conclusion, title, says }) => {
    const run = checks.get(check);
    if (run === undefined) return [`${check} is missing`];
    const shown = { title: run.output.title ?? '', summary: plainText(run.output.summary ?? '') };
    return [
      ...(run.conclusion === conclusion ? [] : [`${check} is ${run.conclusion}, not ${conclusion}`]),
      ...(shown.title.startsWith(title) ? [] : [`${check} has the title “${shown.title}”, not “${title}…”`]),
      ...says.filter((text) => !shown.summary.includes(text)).map((text) => `${check} does not say “${text}”`),
    ];
  });
}

/** What people do, in terms of the sandbox. */
class Actors {
  readonly #sandbox: SandboxClient;

  constructor(sandbox: SandboxClient) {
    this.#sandbox = sandbox;
  }

  async open(author: string, title: string, body: string, path: string, content?: string): Promise<PullRequest> {
    return this.#open({ author, title, body, files: [{ path, ...(content === undefined ? {} : { content }) }] });
  }

  async openFromFork(author: string, title: string, body: string, path: string): Promise<PullRequest> {
    await this.#sandbox.act('createUser', author);
    await this.#sandbox.act('createRepository', { owner: author, name: NAME, forkOf: REPOSITORY });
    return this.#open({ author, title, body, files: [{ path }], headRepository: `${author}/${NAME}` });
  }

  async #open(input: {
    readonly author: string;
    readonly title: string;
    readonly body: string;
    readonly [more: string]: unknown;
  }): Promise<PullRequest> {
    const { number, headOid } = await this.#sandbox.act('openPullRequest', { repo: REPOSITORY, ...input });
    const { author, title, body } = input;
    return { number: Number(number), headOid: String(headOid), author, title, body };
  }

  async describe(pullRequest: PullRequest, body: string): Promise<PullRequest> {
    await this.#sandbox.act('editPullRequest', `${REPOSITORY}#${pullRequest.number}`, { body });
    return { ...pullRequest, body };
  }

  async linkInSidebar({ number }: PullRequest, issue: number): Promise<void> {
    await this.#sandbox.act('linkInSidebar', `${REPOSITORY}#${number}`, `${REPOSITORY}#${issue}`);
  }

  async pressRecheck(step: Step, deed: string, expected: readonly Expectation[]): Promise<Step> {
    const { author } = step.pullRequest;
    await this.#sandbox.act('requestCheckRun', step.checks.get('leadership')?.id, author, 'recheck');
    return this.see(step.pullRequest, deed, expected, step);
  }

  /** What the author sees once every expected check is there and newer than those of the step before. */
  async see(pullRequest: PullRequest, deed: string, expected: readonly Expectation[], before?: Step): Promise<Step> {
    const checks = await waitForChecks(this.#sandbox, {
      repository: REPOSITORY,
      headOid: pullRequest.headOid,
      login: pullRequest.author,
      names: expected.map(({ check }) => check),
      newerThan: Math.max(0, ...[...(before?.checks.values() ?? [])].map(({ id }) => id)),
    });
    return { deed, pullRequest, checks, expected };
  }
}
