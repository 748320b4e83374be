import { describe, expect, test } from 'vitest';
import type { GitHubClient } from '#github/client.ts';
import { Readings } from '#surfaces/app/readings.ts';
import { type SharedQueries, sharingQueries } from '#surfaces/app/shared-queries.ts';
import { newJob, type Task } from '#surfaces/app/task.ts';

const task: Task = { kind: 'pull-request', repository: { owner: 'acme', name: 'web' }, number: 12, cause: 'fan-out' };
const answer = { data: null, errors: [], headRef: 'topic' };
const readAt = (askedAt: number) => newJob(7, task, { reading: { answer, askedAt, shared: new Map() } });
const alone = newJob(7, task);

describe('what was read along with others', () => {
  test('is used by the first run that waited for it', () => {
    expect(new Readings().use(readAt(1_000), 1_300)?.answer).toBe(answer);
  });

  test('is not used where a run read something newer meanwhile', () => {
    const readings = new Readings();
    expect(readings.use(alone, 1_100)).toBeNull();
    expect(readings.use(readAt(1_000), 1_300)).toBeNull();
    expect(readings.use(readAt(1_100), 1_300)).toBeNull();
    expect(readings.use(readAt(1_400), 1_500)?.answer).toBe(answer);
  });

  test('does not count as newer than it is', () => {
    const readings = new Readings();
    readings.use(readAt(1_000), 9_000);
    expect(readings.use(readAt(2_000), 9_100)?.answer).toBe(answer);
  });

  test('is too old after two minutes', () => {
    expect(new Readings().use(readAt(1_000), 121_000)?.answer).toBe(answer);
    expect(new Readings().use(readAt(1_000), 121_001)).toBeNull();
  });
});

describe('queries of evaluations that belong together', () => {
  function client(answers: (() => Promise<unknown>)[]): { readonly github: GitHubClient; readonly asked: string[] } {
    const asked: string[] = [];
    const github: GitHubClient = {
      query: async <Data>(document: string) => {
        asked.push(document);
        return { data: (await answers.shift()?.()) as Data, errors: [] };
      },
      request: async <Data>(route: string) => {
        asked.push(route);
        return (await answers.shift()?.()) as Data;
      },
    };
    return { github, asked };
  }

  test('are sent once for all that ask the same, and once for each that asks something else', async () => {
    const shared: SharedQueries = new Map();
    const { github, asked } = client([async () => 'one', async () => 'two']);
    const [a, b, c] = await Promise.all([
      sharingQueries(github, shared).query('A', { n: 1 }),
      sharingQueries(github, shared).query('A', { n: 1 }),
      sharingQueries(github, shared).query('A', { n: 2 }),
    ]);
    expect([a?.data, b?.data, c?.data]).toEqual(['one', 'one', 'two']);
    expect(asked).toHaveLength(2);
  });

  test('so are REST’s, but never a write', async () => {
    const shared: SharedQueries = new Map();
    const { github, asked } = client([async () => 'one', async () => 'two', async () => 'three']);
    const [a, b] = [sharingQueries(github, shared), sharingQueries(github, shared)];
    expect([await a.request('GET /a', {}), await b.request('GET /a', {})]).toEqual(['one', 'one']);
    expect([await a.request('POST /a', {}), await b.request('POST /a', {})]).toEqual(['two', 'three']);
    expect(asked).toEqual(['GET /a', 'POST /a', 'POST /a']);
  });

  test('but not what somebody may do: that holds for a minute, and they may wait longer', async () => {
    const shared: SharedQueries = new Map();
    const { github, asked } = client([async () => 'one', async () => 'two']);
    const route = 'GET /repos/{owner}/{repo}/collaborators/{username}/permission';
    for (const _ of [1, 2]) await sharingQueries(github, shared).request(route, { username: 'ann' });
    expect(asked).toHaveLength(2);
  });

  test('that failed for one are sent again for the next', async () => {
    const shared: SharedQueries = new Map();
    const { github } = client([() => Promise.reject(new Error('called off')), async () => 'two']);
    const first = sharingQueries(github, shared).query('A', {});
    const second = sharingQueries(github, shared).query('A', {});
    await expect(first).rejects.toThrow('called off');
    expect((await second).data).toBe('two');
  });
});
