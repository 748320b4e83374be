import { beforeEach, describe, expect, test } from 'vitest';
import { Unreachable } from '#github/errors.ts';
import type { LedgerReading } from '#github/gather/ledger.ts';
import { Ledgers } from '#surfaces/app/ledgers.ts';

const web = { owner: 'Acme', name: 'Web' };
const KEY = 'acme/web 1234';
const NAME = 'acme/web';

let now: number;
let ledgers: Ledgers;
beforeEach(() => {
  now = 0;
  ledgers = new Ledgers(() => now);
});

const reading = (newest: string | null = null, size = 0) =>
  ({
    nameWithOwner: 'Acme/Web',
    newest,
    items: new Map(Array.from({ length: size }, (_, number) => [number, {}])),
  }) as unknown as LedgerReading;

/** As an evaluation does it: what it went by, and how it came to that. */
async function evaluate(read: () => LedgerReading = reading, key = KEY): Promise<[LedgerReading, string]> {
  const view = ledgers.view();
  try {
    const kept = await view.get(key);
    const happened = kept === undefined ? 'unread' : view.since(NAME, kept);
    if (kept !== undefined && happened === 'nothing') return [kept, happened];
    const made = read();
    view.set(key, made);
    return [made, happened];
  } finally {
    view.close(false);
  }
}

test('what was read is kept; news ask for what is new, and anything else for all of it', async () => {
  const [first, how] = await evaluate();
  expect(how).toBe('unread');
  expect(await evaluate()).toEqual([first, 'nothing']);
  ledgers.happened(web, 'news');
  expect((await evaluate())[1]).toBe('news');
  expect((await evaluate())[1]).toBe('nothing');
  ledgers.happened(web, 'anything');
  ledgers.happened(web, 'news');
  expect((await evaluate())[1]).toBe('anything');
  expect((await evaluate())[1]).toBe('nothing');
});

test('what happens while it is read is not taken for read', async () => {
  await evaluate(() => {
    ledgers.happened(web, 'news');
    return reading();
  });
  expect((await evaluate())[1]).toBe('news');
});

test('an evaluation knows whether something happened to what it went by, and to nothing else', async () => {
  const view = ledgers.view();
  await view.get(KEY);
  view.set(KEY, reading());
  ledgers.happened({ owner: 'acme', name: 'other' }, 'news');
  expect(view.isBehind).toBe(false);
  expect([...view.repositories]).toEqual([NAME]);
  ledgers.happened(web, 'news');
  expect(view.isBehind).toBe(true);
});

test('of one that was renamed an evaluation goes by what happens under either name', async () => {
  const old = 'acme/site 1234';
  for (const first of [true, false]) {
    const view = ledgers.view();
    await view.get(old);
    if (first) view.set(old, reading());
    expect([...view.repositories]).toEqual(['acme/site', NAME]);
    expect(view.isBehind).toBe(false);
    ledgers.happened(web, 'news');
    expect(view.isBehind).toBe(true);
    view.close(false);
  }
});

describe('those who need it at once', () => {
  test('wait for the one that reads it', async () => {
    const reader = ledgers.view();
    await reader.get(KEY);
    const waiting = Array.from({ length: 3 }, () => evaluate());
    const read = reading();
    reader.set(KEY, read);
    for (const [got, how] of await Promise.all(waiting)) expect([got === read, how]).toEqual([true, 'nothing']);
  });

  test('do not each wait out an outage: what failed a moment ago fails at once, for four seconds', async () => {
    const fail = () =>
      evaluate(() => {
        throw new Unreachable('down');
      });
    const all = await Promise.allSettled([fail(), evaluate(), evaluate()]);
    expect(all.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
    now = 4_000;
    expect((await evaluate())[1]).toBe('unread');
  });

  test('go on when the one that reads it was called off', async () => {
    const reader = ledgers.view();
    await reader.get(KEY);
    const waiting = evaluate();
    reader.close(true);
    expect((await waiting)[1]).toBe('unread');
  });
});

test('the sweep tells of what nobody told, once', async () => {
  await evaluate(() => reading('2026-11-20T10:00:00Z'));
  expect(ledgers.sawNewest(web, '2026-11-20T10:00:00Z')).toBe(false);
  expect(ledgers.sawNewest(web, '2026-11-20T10:00:01Z')).toBe(true);
  expect(ledgers.sawNewest(web, '2026-11-20T10:00:01Z')).toBe(false);
  expect((await evaluate(() => reading('2026-11-20T10:00:01Z')))[1]).toBe('news');
  expect(ledgers.sawNewest({ owner: 'acme', name: 'other' }, '2027-01-01T00:00:00Z')).toBe(false);
});

test('its memory is bounded: what was read longest ago goes first', async () => {
  for (let index = 0; index < 30; index++) await evaluate(() => reading(null, 10_000), `acme/web${index} x`);
  expect(ledgers.size).toBeLessThanOrEqual(100_000);
  expect((await evaluate(reading, 'acme/web29 x'))[1]).not.toBe('unread');
  expect((await evaluate(reading, 'acme/web0 x'))[1]).toBe('unread');
});
