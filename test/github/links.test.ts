/** What linking does when GitHub answers in part, on further pages, or with what some readers must not see. */

import { afterEach, describe, expect, it } from 'vitest';
import type { GitHubClient } from '#github/client.ts';
import { Unreachable } from '#github/errors.ts';
import { openShop, type Shop } from '../support/shop.ts';

const STRICT = undefined;
const ANY_LINK = 'mode: enforce\n';

let shop: Shop | undefined;
afterEach(() => shop?.close());

async function open(config?: string): Promise<Shop> {
  shop = await openShop(config);
  return shop;
}

type PullRequest = ReturnType<Shop['open']>;
type Change = Parameters<Shop['evaluate']>[1];

/** Outcome and code of the first guardrail, and whether it is worth another try. */
async function judged(at: Shop, pr: PullRequest, change?: Change): Promise<string> {
  const { verdict, shouldRetry } = await at.evaluate(pr, change);
  const [first] = verdict?.verdicts[0]?.guardrails ?? [];
  return `${first?.outcome} ${first?.code}${shouldRetry ? ', again' : ''}`;
}

function lose({ sandbox }: Shop, path: readonly (string | number)[], type = 'SERVICE_UNAVAILABLE'): void {
  sandbox.faults.onRequest({ route: 'POST /graphql', times: 10, effect: { kind: 'partial', path, type } });
}

async function summary(at: Shop, pr: PullRequest): Promise<string> {
  const { checks } = await at.evaluate(pr);
  return checks[0]?.summary ?? '';
}

const pasteLine = (text: string) => /^ {4}(.*)$/m.exec(text)?.[1] ?? '';
const graphQL = ({ sandbox }: Shop) => sandbox.tape.entries.filter(({ operation }) => operation !== null);
const LISTED = ['repository', 'pullRequest', 'closingIssuesReferences', 'nodes'];

interface Loss {
  readonly config?: string | undefined;
  readonly body?: string;
  readonly sidebar?: readonly string[];
  readonly path: readonly (string | number)[];
  readonly type?: string;
  readonly expected: string;
}

describe('a part of GitHub’s answer that is missing', () => {
  // biome-ignore format: one example a line reads best
  it.each<[string, Loss]>([
    ['leaves the other linked issues: a node', { sidebar: ['#2', '#3'], path: [...LISTED, 1], type: 'FORBIDDEN', expected: 'pass linked' }],
    ['leaves the other linked issues: a node, for now', { sidebar: ['#2', '#3'], path: [...LISTED, 1], expected: 'pass linked' }],
    ['decides when the others do not', { sidebar: ['#3', '#2'], path: [...LISTED, 1], expected: 'not-available unreadable, again' }],
    ['is no matter where any link will do: a parent', { config: ANY_LINK, sidebar: ['#2'], path: [...LISTED, 0, 'parent'], type: 'FORBIDDEN', expected: 'pass linked' }],
    ['is no matter where any link will do: labels', { config: ANY_LINK, sidebar: ['#2'], path: [...LISTED, 0, 'labels'], expected: 'pass linked' }],
    ['decides where an objective is required: a parent', { sidebar: ['#2'], path: [...LISTED, 0, 'parent'], expected: 'not-available unreadable, again' }],
    ['decides where an objective is required: a parent’s labels', { sidebar: ['#2'], path: [...LISTED, 0, 'parent', 'labels', 'nodes', '*'], expected: 'not-available unreadable, again' }],
    ['decides where an objective is required: who set a parent’s label', { sidebar: ['#2'], path: [...LISTED, 0, 'parent', 'timelineItems', 'nodes', '*'], expected: 'not-available unreadable, again' }],
    ['decides where an objective is required: a type', { sidebar: ['#3'], path: [...LISTED, 0, 'issueType'], expected: 'not-available unreadable, again' }],
    ['does not where the type makes no objective', { config: 'mode: enforce\nobjectives: { types: [] }\nguardrails: { linked-objective: { require: objective } }\n', sidebar: ['#3'], path: [...LISTED, 0, 'issueType'], expected: 'fail no-objective' }],
    ['never stands for an open issue: when it was closed', { config: 'mode: enforce\nobjectives: { closed-grace-days: 0 }\n', sidebar: ['#4'], path: [...LISTED, 0, 'closedAt'], expected: 'not-available unreadable, again' }],
    ['decides for what the text names: a parent', { body: 'Part-of: #2', path: ['r0', 'issueOrPullRequest', 'parent'], expected: 'not-available unreadable, again' }],
    ['decides for what the text names: the issue', { body: 'Objective: #1', path: ['r0', 'issueOrPullRequest'], type: 'FORBIDDEN', expected: 'not-available unreadable' }],
    ['decides: the pull request’s labels', { config: ANY_LINK, path: ['repository', 'pullRequest', 'labels'], expected: 'not-available unreadable, again' }],
    ['decides: the pull request’s milestone', { config: ANY_LINK, path: ['repository', 'pullRequest', 'milestone'], expected: 'not-available unreadable, again' }],
    ['decides: which links were made by hand, where keywords do not count', { config: 'mode: enforce\nobjectives: { accept: [sidebar] }\n', sidebar: ['#2'], path: ['repository', 'pullRequest', 'userLinked'], expected: 'not-available unreadable, again' }],
    ['does not where both count', { config: ANY_LINK, sidebar: ['#2'], path: ['repository', 'pullRequest', 'userLinked'], expected: 'pass linked' }],
  ])('%s', async (_, { config = STRICT, body = '', sidebar = [], path, type, expected }) => {
    const at = await open(config);
    const old = at.sandbox.createIssue({ repo: 'shop/web', title: 'Old', author: 'ben' });
    at.sandbox.closeIssue(old);
    const pr = at.open({ body });
    for (const issue of sidebar) at.sandbox.linkInSidebar(pr, `shop/web${issue}`);
    // Beyond GitHub's lag after an edit.
    at.sandbox.clock.advance(120_000);
    lose(at, path, type);

    expect(await judged(at, pr)).toBe(expected);
  });

  it('is told without blaming the author', async () => {
    const at = await open();
    const pr = at.open();
    at.sandbox.linkInSidebar(pr, 'shop/web#2');
    lose(at, [...LISTED, 0, 'parent'], 'FORBIDDEN');

    expect(await summary(at, pr)).toMatch(/the parent of #\u200b2: not allowed/);
  });
});

describe('a label that lets a pull request pass', () => {
  it('does not count as a person’s while its labelling can not be read', async () => {
    const at = await open();
    at.sandbox.createUser('labeler', 'Bot');
    const pr = at.open();
    at.sandbox.addLabel(pr, 'no-objective', 'labeler[bot]');
    expect(await judged(at, pr)).toBe('fail no-link');
    lose(at, ['repository', 'pullRequest', 'timelineItems', 'nodes', '*']);

    expect(await judged(at, pr)).toBe('not-available unreadable, again');
  });

  it.each(['no-objective', 'leadership-ignore'])('waits for who set %s, which may have been a person', async (name) => {
    const at = await open();
    const pr = at.open();
    at.sandbox.addLabel(pr, name, 'anne');
    lose(at, ['repository', 'pullRequest', 'timelineItems', 'nodes', '*']);

    expect(await judged(at, pr)).toBe('not-available unreadable, again');
  });
});

describe('an objective’s label', () => {
  const relabel = ({ sandbox }: Shop, times: number) => {
    for (let time = 0; time < times; time += 1) {
      sandbox.addLabel('shop/web#1', 'status', 'ben');
      sandbox.removeLabel('shop/web#1', 'status', 'ben');
    }
  };

  it.each([29, 30, 130])('counts after %i later labellings', async (times) => {
    const at = await open();
    relabel(at, times);

    expect(await judged(at, at.open({ body: 'Objective: #1' }))).toBe('pass linked');
  });

  it('costs another query only where it decides', async () => {
    const at = await open(ANY_LINK);
    relabel(at, 40);
    const pr = at.open({ body: 'Closes #2' });
    at.sandbox.tape.clear();

    expect(await judged(at, pr)).toBe('pass linked');
    expect(graphQL(at)).toHaveLength(1);
  });

  it('waits when the older labellings can not be read', async () => {
    const at = await open();
    relabel(at, 40);
    const pr = at.open({ body: 'Closes #2' });
    lose(at, ['i0']);

    expect(await judged(at, pr)).toBe('not-available unreadable, again');
  });

  it('is found on an ancestor far up that only the text leads to', async () => {
    const at = await open();
    for (let number = 4; number < 11; number += 1) {
      at.sandbox.createIssue({
        repo: 'shop/web',
        title: 'Step',
        author: 'ben',
        parent: number === 4 ? 'shop/web#2' : `shop/web#${number - 1}`,
      });
    }

    // Issue 10 is eight levels below the objective.
    expect(await judged(at, at.open({ body: 'Part-of: #9' }))).toBe('pass linked');
  });
});

describe('the permission of who submitted an objective', () => {
  const asked = ({ sandbox }: Shop) => sandbox.tape.entries.filter(({ path }) => path.includes('/collaborators/'));
  const answering = (at: Shop, answer: () => unknown): Change => {
    const github: GitHubClient = {
      query: (document, variables) => at.ports.github.query(document, variables),
      request: async <Data>(route: string, parameters: Readonly<Record<string, unknown>>) =>
        route.includes('permission') ? (answer() as Data) : at.ports.github.request<Data>(route, parameters),
    };
    return { github };
  };

  it.each([
    ['a custom role that writes', { permission: 'write', role_name: 'security-engineer' }, 'pass linked'],
    ['triage, which the old field calls read', { permission: 'read', role_name: 'triage' }, 'pass linked'],
    ['a custom role that reads', { permission: 'read', role_name: 'reviewer' }, 'fail no-objective'],
  ])('counts: %s', async (_, answer, expected) => {
    const at = await open();
    expect(
      await judged(
        at,
        at.open({ body: 'Objective: #1' }),
        answering(at, () => answer),
      ),
    ).toBe(expected);
  });

  it('is waited for when GitHub does not answer', async () => {
    const at = await open();
    const change = answering(at, () => {
      throw new Unreachable('no answer');
    });
    expect(await judged(at, at.open({ body: 'Objective: #1' }), change)).toBe('not-available unreadable, again');
  });

  it('is asked only where it decides', async () => {
    const at = await open(ANY_LINK);
    await at.evaluate(at.open({ body: 'Closes #2' }));
    expect(asked(at)).toHaveLength(0);
  });
});

describe('GitHub’s list on further pages', () => {
  it('knows a link made by hand on the second page from a keyword’s', async () => {
    const at = await open('mode: enforce\nobjectives: { accept: [sidebar] }\n');
    const closes: string[] = [];
    for (let number = 4; number < 16; number += 1) {
      at.sandbox.createIssue({ repo: 'shop/web', title: `Issue ${number}`, author: 'ben' });
      closes.push(`Closes #${number}`);
    }
    const pr = at.open({ body: closes.join('\n') });
    at.sandbox.clock.advance(120_000);
    expect(await judged(at, pr)).toBe('fail no-link');
    at.sandbox.linkInSidebar(pr, 'shop/web#3');

    expect(await judged(at, pr)).toBe('pass linked');
  });

  it('keeps the first page when the second is lost', async () => {
    const at = await open(ANY_LINK);
    const pr = at.open();
    for (let left = 12; left > 0; left -= 1) {
      const issue = at.sandbox.createIssue({ repo: 'shop/web', title: `Issue ${left}`, author: 'ben' });
      at.sandbox.linkInSidebar(pr, issue);
    }
    at.sandbox.faults.onRequest({
      route: 'POST /graphql',
      skip: 1,
      times: 10,
      effect: { kind: 'partial', path: ['repository'], type: 'SERVICE_UNAVAILABLE' },
    });

    expect(await judged(at, pr)).toBe('pass linked');
  });
});

describe('the line to paste', () => {
  it.each([
    ['with trailers of another name', 'mode: enforce\nobjectives: { trailers: [Goal] }\n', 'Goal: #1'],
    ['beside a stranger’s issue that calls itself an objective', STRICT, 'Objective: #1'],
  ])('works: %s', async (_, config, line) => {
    const at = await open(config);
    at.sandbox.createUser('mallory');
    at.sandbox.createIssue({ repo: 'shop/web', title: 'Keep the cart', author: 'mallory', labels: ['objective'] });
    const pr = at.open();
    const paste = pasteLine(await summary(at, pr));
    at.sandbox.editPullRequest(pr, { body: paste });
    at.sandbox.clock.advance(120_000);

    expect(paste).toBe(line);
    expect(await judged(at, pr)).toBe('pass linked');
  });
});

describe('a private issue of another repository', () => {
  const withSecret = async () => {
    const at = await open();
    at.sandbox.createRepository({ owner: 'shop', name: 'layoffs-2027', private: true });
    at.sandbox.setPermission('shop/layoffs-2027', 'anne', 'maintain');
    at.sandbox.createIssue({ repo: 'shop/layoffs-2027', title: 'Secret', author: 'anne', labels: ['objective'] });
    at.sandbox.createIssue({ repo: 'shop/web', title: 'Task', author: 'ben', parent: 'shop/layoffs-2027#1' });
    return at;
  };
  const everything = async (at: Shop, pr: PullRequest) => {
    const { verdict, checks } = await at.evaluate(pr);
    return { title: verdict?.title, all: JSON.stringify([verdict, checks]) };
  };

  it('is not named as the parent of a public one', async () => {
    const at = await withSecret();
    const { title, all } = await everything(at, at.open({ body: 'Closes #4' }));

    expect(title).toBe('Linked to a private objective · feature or other work');
    expect(all).not.toMatch(/layoffs|Secret/);
  });

  it('is not named when it was linked in the sidebar', async () => {
    const at = await withSecret();
    const pr = at.open();
    at.sandbox.linkInSidebar(pr, 'shop/layoffs-2027#1');
    const linked = await everything(at, pr);
    at.sandbox.closeIssue('shop/layoffs-2027#1', 'NOT_PLANNED');
    const rejected = await everything(at, pr);

    expect(linked.title).toBe('Linked to a private objective · feature or other work');
    expect(linked.all).not.toMatch(/layoffs|Secret/);
    expect(rejected.all).toContain('a private issue');
    expect(rejected.all).not.toMatch(/layoffs|Secret/);
  });

  it('is named, without its title, where the author named it', async () => {
    const at = await withSecret();
    const { title, all } = await everything(at, at.open({ body: 'Objective: shop/layoffs-2027#1' }));

    expect(title).toBe('Linked to shop/layoffs-2027#1 · feature or other work');
    expect(all).not.toContain('Secret');
  });
});

describe('the second query', () => {
  it.each([
    ['twenty references', STRICT, Array.from({ length: 20 }, (_, n) => `Objective: #${n + 100}`).join('\n'), 3],
    ['one reference', STRICT, 'Objective: #100', 1],
    [
      'suggestions for ten types',
      `mode: enforce\nobjectives: { types: [${Array.from({ length: 10 }, (_, n) => `T${n}`).join(', ')}] }\n`,
      '',
      1,
    ],
  ])('is small: %s', async (_, config, body, points) => {
    const at = await open(config);
    const pr = at.open({ body });
    at.sandbox.tape.clear();
    await at.evaluate(pr);
    const [first, ...more] = graphQL(at);

    expect(first?.points).toBeLessThanOrEqual(2);
    expect(more.map((entry) => entry.points ?? 0).reduce((sum, cost) => sum + cost, 0)).toBeLessThanOrEqual(points);
  });
});

describe('what nothing asks', () => {
  const OFF = 'mode: enforce\nguardrails: { linked-objective: { mode: off } }\n';

  it.each([
    ['the rule is off, and nothing is named', OFF, { body: '' }],
    ['the pull request is not checked', 'mode: enforce\nexclude: { authors: [ben] }\n', {}],
    ['it must not wait', STRICT, { labels: ['security'] }],
    ['another fact exempts it, and nothing is named', STRICT, { body: '', files: [{ path: 'docs/a.md' }] }],
  ])('is not read: %s', async (_, config, change) => {
    const at = await open(config);
    const pr = at.open({ body: 'Objective: #1', ...change });
    at.sandbox.tape.clear();
    await at.evaluate(pr);

    expect(graphQL(at)).toHaveLength(1);
  });

  it.each([
    ['the rule is off', OFF, {}],
    ['another fact exempts it', STRICT, { files: [{ path: 'docs/a.md' }] }],
  ])('is read where the issue may make it debt: %s', async (_, config, change) => {
    const at = await open(config);
    at.sandbox.createIssue({ repo: 'shop/web', title: 'Split the cart', author: 'anne', labels: ['refactor'] });
    const pr = at.open({ body: 'Objective: #4', ...change });
    const { verdict } = await at.evaluate(pr);

    expect(verdict?.verdicts[0]?.classification).toMatchObject({ class: 'debt', reason: { code: 'issue' } });
  });
});

describe('foreign text in a title', () => {
  it('is cleaned', async () => {
    const at = await open(ANY_LINK);
    const { number } = at.sandbox.createMilestone('shop/web', { title: 'x\u202e gnol \u0007@shop/all' });
    const { verdict } = await at.evaluate(at.open({ milestone: number }));

    expect(verdict?.title).toBe('Linked to x gnol @shop/all · feature or other work');
  });
});
