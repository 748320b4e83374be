import { NAME } from './history-words.ts';
import { REPOSITORY } from './load-history.ts';
import type { SandboxClient } from './sandbox-client.ts';
import type { Expectation, PullRequest, Step } from './step.ts';
import { waitForChecks } from './wait-for-check.ts';

/** What people do, in terms of the sandbox. */
export class Actors {
  readonly #sandbox: SandboxClient;
  readonly #repository: string;

  constructor(sandbox: SandboxClient, repository = REPOSITORY) {
    this.#sandbox = sandbox;
    this.#repository = repository;
  }

  async open(author: string, title: string, body: string, path: string, content?: string): Promise<PullRequest> {
    return this.#open({ author, title, body, files: [{ path, ...(content === undefined ? {} : { content }) }] });
  }

  async openFromFork(author: string, title: string, body: string, path: string): Promise<PullRequest> {
    await this.#sandbox.act('createUser', author);
    await this.#sandbox.act('createRepository', { owner: author, name: NAME, forkOf: this.#repository });
    return this.#open({ author, title, body, files: [{ path }], headRepository: `${author}/${NAME}` });
  }

  async openLabelled(author: string, title: string, path: string, label: string): Promise<PullRequest> {
    return this.#open({ author, title, body: '', files: [{ path }], labels: [label] });
  }

  /** An issue's number; `label` is set by `labeller` afterwards. */
  async openIssue(author: string, title: string, labeller?: string, label?: string): Promise<number> {
    const { number } = await this.#sandbox.act('createIssue', { repo: this.#repository, title, author });
    if (label !== undefined) await this.#sandbox.act('addLabel', `${this.#repository}#${number}`, label, labeller);
    return Number(number);
  }

  async removeLabel(by: string, { number }: PullRequest, label: string): Promise<void> {
    await this.#sandbox.act('removeLabel', `${this.#repository}#${number}`, label, by);
  }

  async #open(input: {
    readonly author: string;
    readonly title: string;
    readonly body: string;
    readonly [more: string]: unknown;
  }): Promise<PullRequest> {
    const { number, headOid } = await this.#sandbox.act('openPullRequest', { repo: this.#repository, ...input });
    const { author, title, body } = input;
    return { number: Number(number), headOid: String(headOid), author, title, body };
  }

  async describe(pullRequest: PullRequest, body: string): Promise<PullRequest> {
    await this.#sandbox.act('editPullRequest', `${this.#repository}#${pullRequest.number}`, { body });
    return { ...pullRequest, body };
  }

  async merge({ number }: PullRequest, by: string): Promise<void> {
    await this.#sandbox.act('merge', `${this.#repository}#${number}`, by);
  }

  async linkInSidebar({ number }: PullRequest, issue: number): Promise<void> {
    await this.#sandbox.act('linkInSidebar', `${this.#repository}#${number}`, `${this.#repository}#${issue}`);
  }

  async pressRecheck(step: Step, deed: string, expected: readonly Expectation[]): Promise<Step> {
    const { author } = step.pullRequest;
    await this.#sandbox.act('requestCheckRun', step.checks.get('leadership')?.id, author, 'recheck');
    return this.see(step.pullRequest, deed, expected, { before: step });
  }

  /** What the author sees once every expected check is there and newer than those of the step before. */
  async see(
    pullRequest: PullRequest,
    deed: string,
    expected: readonly Expectation[],
    { before, labels }: { readonly before?: Step; readonly labels?: readonly string[] } = {},
  ): Promise<Step> {
    const { number, headOid, author } = pullRequest;
    const checks = await waitForChecks(this.#sandbox, {
      repository: this.#repository,
      headOid,
      login: author,
      names: expected.map(({ check }) => check),
      newerThan: Math.max(0, ...[...(before?.checks.values() ?? [])].map(({ id }) => id)),
    });
    const found = await this.#sandbox.labels(this.#repository, number, author);
    return { deed, pullRequest, checks, expected, labels: found, expectedLabels: labels ?? null };
  }
}
