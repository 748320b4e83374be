import { describe, expect, test } from 'vitest';
import type { GitHubClient } from '#github/client.ts';
import { Forbidden, NotFound, RateLimited, Rejected, Unauthorized, Unreachable } from '#github/errors.ts';
import { withRetries } from '#github/transport/retry.ts';

const READ = 'query($n: Int!) { repository { id } }';
const MUTATION = 'fragment F on Node { id } mutation($i: X!) { addLabels(input: $i) { clientMutationId } }';

/** Fails with these in turn, then answers. */
function clientFailing(failures: readonly Error[], deadline = Number.POSITIVE_INFINITY) {
  const sleeps: number[] = [];
  let calls = 0;
  let now = 0;
  const answer = async () => {
    const failure = failures[calls++];
    if (failure !== undefined) throw failure;
    return { data: {}, errors: [] };
  };
  const bare = { query: answer, request: answer } as GitHubClient;
  const client = withRetries(bare, {
    deadline,
    now: () => now,
    sleep: async (ms) => {
      sleeps.push(ms);
      now += ms;
    },
    random: () => 1,
  });
  return { client, sleeps, calls: () => calls };
}

const gone = (count: number) => Array.from({ length: count }, (_, i) => new Unreachable(`${i}`));

describe('retries', () => {
  test.each([
    ['a query', (client: GitHubClient) => client.query(READ, {})],
    ['GET', (client: GitHubClient) => client.request('GET /x', {})],
    ['PATCH', (client: GitHubClient) => client.request('PATCH /x', {})],
    ['PUT', (client: GitHubClient) => client.request('PUT /x', {})],
  ])('repeat %s three times, each later than the one before', async (_, call) => {
    const fine = clientFailing(gone(3));
    await expect(call(fine.client)).resolves.toBeDefined();
    expect(fine.sleeps).toEqual([500, 1_000, 2_000]);
    const bad = clientFailing(gone(9));
    await expect(call(bad.client)).rejects.toThrow('3');
    expect(bad.calls()).toBe(4);
  });

  test.each([
    ['POST', (client: GitHubClient) => client.request('POST /x', {})],
    ['DELETE', (client: GitHubClient) => client.request('DELETE /x', {})],
    ['a mutation', (client: GitHubClient) => client.query(MUTATION, {})],
  ])('never repeat %s that may have been carried out', async (_, call) => {
    const it = clientFailing(gone(1));
    await expect(call(it.client)).rejects.toThrow(Unreachable);
    expect(it.calls()).toBe(1);
  });

  test('repeat even a POST that GitHub refused for a limit, when it asked to', async () => {
    const it = clientFailing([new RateLimited('', 7)], 60_000);
    await it.client.request('POST /x', {});
    expect(it.sleeps).toEqual([7_500]);
  });

  test('give up at once when the wait would end after the deadline', async () => {
    const limited = clientFailing([new RateLimited('', 61)], 60_000);
    await expect(limited.client.query(READ, {})).rejects.toThrow(RateLimited);
    expect(limited.sleeps).toEqual([]);
    const slow = clientFailing(gone(3), 1_200);
    await expect(slow.client.query(READ, {})).rejects.toThrow('1');
    expect(slow.sleeps).toEqual([500]);
  });

  test.each([
    new NotFound(''),
    new Unauthorized(''),
    new Forbidden('', null),
    new Rejected(''),
    new TypeError('a bug'),
  ])('leave %s alone', async (failure) => {
    const it = clientFailing([failure]);
    await expect(it.client.query(READ, {})).rejects.toBe(failure);
    expect(it.calls()).toBe(1);
  });
});
