/** What the process keeps in memory: hints with bounds, never a source of truth. */
import { expect, test } from 'vitest';
import { BoundedMap } from '#surfaces/app/bounded-map.ts';
import { DeliveryLog } from '#surfaces/app/delivery-log.ts';
import { HeadMap } from '#surfaces/app/head-map.ts';
import { RecheckLimit } from '#surfaces/app/recheck-limit.ts';

const place = { owner: 'acme', name: 'web' };

test('a bounded map forgets what was set longest ago', () => {
  const map = new BoundedMap<string, number>(2);
  map.set('a', 1);
  map.set('b', 2);
  map.set('a', 3);
  map.set('c', 4);
  expect(map.entries()).toEqual([
    ['a', 3],
    ['c', 4],
  ]);
});

test('a pull request sits on one commit at a time', () => {
  const heads = new HeadMap();
  heads.note(7, place, 1, 'old');
  heads.note(7, place, 2, 'old');
  heads.note(7, place, 1, 'new');
  expect(heads.pullRequestsOn(place, 'old')).toEqual([2]);
  expect(heads.pullRequestsOn({ owner: 'Acme', name: 'WEB' }, 'new')).toEqual([1]);
  heads.forget(place, 1);
  expect(heads.pullRequestsOn(place, 'new')).toEqual([]);
});

test('somebody may ask five times an hour, for each pull request anew', () => {
  const limit = new RecheckLimit();
  const clicks = (login: string, pullRequest: string, now: number, count: number) =>
    Array.from({ length: count }, () => limit.allows(login, pullRequest, now)).filter(Boolean).length;
  expect(clicks('ann', 'acme/web#1', 0, 9)).toBe(5);
  expect(clicks('Ann', 'Acme/Web#1', 1_000, 1)).toBe(0);
  expect(clicks('ann', 'acme/web#2', 1_000, 1)).toBe(1);
  expect(clicks('bob', 'acme/web#1', 1_000, 1)).toBe(1);
  expect(clicks('ann', 'acme/web#1', 3_600_000, 9)).toBe(5);
});

test('a delivery is admitted once, and again after it failed', () => {
  const log = new DeliveryLog();
  expect([log.admit('a'), log.admit('a'), log.admit('b')]).toEqual([true, false, true]);
  log.failed('a');
  expect(log.admit('a')).toBe(true);
});
