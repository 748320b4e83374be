import fc from 'fast-check';
import { expect, test } from 'vitest';
import { WorkQueue } from '#surfaces/app/work-queue.ts';
import { SimulatedClock } from '../../github/transport/simulated-clock.ts';

interface Work {
  readonly key: string;
  readonly group: string;
  readonly head: string;
  readonly events: number;
  readonly rank: number;
}

interface Run {
  readonly work: Work;
  readonly at: number;
  end: number | null;
  readonly signal: AbortSignal;
}

interface Stage {
  /** How long a run takes; milliseconds. */
  readonly takes?: number;
  readonly concurrency?: number;
  readonly perGroup?: number;
  readonly again?: (run: Run, count: number) => number | null;
  /** Milliseconds that GitHub's limits keep the run's group from going on; null when it is done. */
  readonly refuses?: (run: Run) => number | null;
}

function stage({ takes = 100, concurrency = 32, perGroup = 4, again = () => null, refuses = () => null }: Stage = {}) {
  const clock = new SimulatedClock();
  const start = clock.now();
  const runs: Run[] = [];
  let most = 0;
  const queue = new WorkQueue<Work>({
    clock,
    keyOf: ({ key }) => key,
    merge: (older, newer) => ({ ...newer, events: older.events + newer.events }),
    groupOf: ({ group }) => group,
    supersedes: (newer, running) => newer.head !== running.head,
    rankOf: ({ rank }) => rank,
    run: async (work, signal) => {
      const run: Run = { work, at: clock.now() - start, end: null, signal };
      runs.push(run);
      most = Math.max(most, queue.running);
      await clock.sleep(takes);
      run.end = clock.now() - start;
      const heldMs = refuses(run);
      if (heldMs !== null) return { job: work, inMs: heldMs, holdsGroup: true };
      const inMs = again(run, runs.length);
      return inMs === null ? null : { job: work, inMs };
    },
    concurrency,
    concurrencyPerGroup: perGroup,
  });
  const add = (key: string, more: Partial<Work> = {}, inMs?: number) =>
    queue.add({ key, group: 'g', head: 'h', events: 1, rank: 0, ...more }, inMs);
  return { clock, queue, runs, add, most: () => most };
}

test('what happens within a quarter of a second is one evaluation', async () => {
  const { clock, runs, add } = stage();
  for (let i = 0; i < 6; i++) {
    add('a');
    await clock.run(40);
  }
  await clock.run(10_000);
  expect(runs.map(({ at, work }) => [at, work.events])).toEqual([[250, 6]]);
});

test('ten thousand events of one pull request in a minute make at most twelve evaluations, and memory stays flat', async () => {
  const { clock, queue, runs, add } = stage();
  for (let i = 0; i < 10_000; i++) {
    add('a');
    if (i % 10 === 0) await clock.run(59);
    expect(queue.size).toBe(1);
  }
  expect(runs.length).toBeLessThanOrEqual(12);
  await clock.run(20_000);
  expect(runs.reduce((sum, { work }) => sum + work.events, 0)).toBe(10_000);
  expect(queue.size).toBe(0);
});

test('what changes while it runs is evaluated again', async () => {
  const { clock, runs, add } = stage({ takes: 1_000 });
  add('a');
  await clock.run(500);
  add('a');
  await clock.run(10_000);
  expect(runs.map(({ at }) => at)).toEqual([250, 5_250]);
  expect(runs[0]?.signal.aborted).toBe(false);
});

test('a newer head aborts the evaluation of the older one', async () => {
  const { clock, runs, add } = stage({ takes: 1_000 });
  add('a');
  await clock.run(500);
  add('a', { head: 'newer' });
  expect(runs[0]?.signal.aborted).toBe(true);
  await clock.run(10_000);
  expect(runs.map(({ work }) => work.head)).toEqual(['h', 'newer']);
});

test('one group takes no more than its share, and no turn of another', async () => {
  const { clock, runs, add, most } = stage({ takes: 1_000, concurrency: 6 });
  for (let i = 0; i < 40; i++) add(`noisy ${i}`, { group: 'noisy' });
  add('quiet', { group: 'quiet' });
  await clock.run(300);
  expect(runs.map(({ work }) => work.group).sort()).toEqual(['noisy', 'noisy', 'noisy', 'noisy', 'quiet']);
  await clock.run(60_000);
  expect(runs).toHaveLength(41);
  expect(most()).toBeLessThanOrEqual(6);
});

test('in a group the more urgent goes first', async () => {
  const { clock, runs, add } = stage({ perGroup: 1, takes: 10 });
  add('sweep 1', { rank: 2 });
  add('sweep 2', { rank: 2 });
  add('own', { rank: 0 });
  add('fan-out', { rank: 1 });
  await clock.run(5_000);
  expect(runs.map(({ work }) => work.key)).toEqual(['sweep 1', 'own', 'fan-out', 'sweep 2']);
});

test('what was run goes behind what waits when it is asked for again', async () => {
  const { clock, runs, add } = stage({ perGroup: 1, takes: 1_000 });
  add('a');
  await clock.run(4_900);
  for (const key of ['b', 'c', 'a']) add(key);
  await clock.run(10_000);
  expect(runs.map(({ work }) => work.key)).toEqual(['a', 'b', 'c', 'a']);
});

test('what a run gives back is done then, or earlier when an event comes', async () => {
  const again = (_: Run, count: number) => (count === 1 ? 60_000 : null);
  const later = stage({ again });
  later.add('a');
  await later.clock.run(120_000);
  expect(later.runs.map(({ at }) => at)).toEqual([250, 60_350]);

  const sooner = stage({ again });
  sooner.add('a');
  await sooner.clock.run(20_000);
  sooner.add('a');
  await sooner.clock.run(120_000);
  expect(sooner.runs.map(({ at }) => at)).toEqual([250, 20_251]);
});

test('stopping finishes what runs and what waits for an event, leaves the rest, and says how much', async () => {
  const { clock, queue, runs, add } = stage({ takes: 1_000 });
  add('running');
  await clock.run(300);
  add('waiting');
  add('later', {}, 60_000);
  const drained = queue.drain(25_000);
  await clock.run(3_000);
  expect(await drained).toBe(0);
  expect(runs.map(({ work, end }) => [work.key, end !== null])).toEqual([
    ['running', true],
    ['waiting', true],
  ]);
});

test('stopping does not wait for ever: what is too slow is aborted and counted', async () => {
  const { clock, queue, runs, add } = stage({ takes: 100_000 });
  add('slow');
  await clock.run(300);
  const drained = queue.drain(25_000);
  await clock.run(25_001);
  expect(await drained).toBe(1);
  expect(runs[0]?.signal.aborted).toBe(true);
});

test('who waits for a piece of work hears when it was run, whatever is to be done again later', async () => {
  const { clock, queue, add } = stage({ again: () => 60_000 });
  const heard: string[] = [];
  add('a');
  void queue.whenRun({ key: 'a', group: 'g', head: 'h', events: 1, rank: 0 }).then(() => heard.push('a'));
  await clock.run(300);
  expect(heard).toEqual([]);
  await clock.run(100);
  expect(heard).toEqual(['a']);
});

/** Lets through what GitHub does in a minute of one group, and refuses the rest until the next. */
function perMinute(allowed: number) {
  const used = new Map<string, number>();
  return ({ work, end }: Run): number | null => {
    const minute = Math.floor((end ?? 0) / 60_000);
    const name = `${work.group} ${minute}`;
    const sofar = used.get(name) ?? 0;
    if (sofar >= allowed) return (minute + 1) * 60_000 - (end ?? 0);
    used.set(name, sofar + 1);
    return null;
  };
}

test('a flood over the limits is tried once a job and a handful more, in order, and delays no other group', async () => {
  const { clock, queue, runs, add } = stage({ refuses: perMinute(175), concurrency: 6 });
  for (let i = 0; i < 600; i++) add(`noisy ${i}`, { group: 'noisy' });
  await clock.run(30_000);
  add('quiet', { group: 'quiet' });
  await clock.run(1_000);
  expect(runs.at(-1)?.work.key).toBe('quiet');
  await clock.run(4 * 60_000);

  const noisy = runs.filter(({ work }) => work.group === 'noisy');
  expect(noisy.length).toBeLessThanOrEqual(600 + 3 * 4);
  const firstTries = [...new Set(noisy.map(({ work }) => work.key))];
  expect(firstTries).toEqual(Array.from({ length: 600 }, (_, index) => `noisy ${index}`));
  expect(queue.size).toBe(0);
}, 60_000);

test('what a limit refused goes before what waits behind it, and is run once although events come meanwhile', async () => {
  let isRefused = true;
  const { clock, runs, add } = stage({ perGroup: 1, refuses: () => (isRefused ? 60_000 : null) });
  for (const key of ['first', 'second', 'third']) add(key);
  await clock.run(500);
  isRefused = false;
  for (let i = 0; i < 5; i++) {
    add('first');
    add('third');
    await clock.run(6_000);
  }
  expect(runs).toHaveLength(1);
  await clock.run(60_000);
  expect(runs.map(({ work, at }) => [work.key, work.events, at >= 60_000])).toEqual([
    ['first', 1, false],
    ['first', 6, true],
    ['second', 1, true],
    ['third', 6, true],
  ]);
});

test('the share that is kept for what is urgent stays open to it, also for what waited without urgency', async () => {
  const { clock, runs, add } = stage({ perGroup: 1, refuses: ({ work }) => (work.rank === 2 ? 600_000 : null) });
  for (const key of ['a', 'b', 'c']) add(key, { rank: 2 });
  await clock.run(10_000);
  add('b', { rank: 0 });
  add('d', { rank: 1 });
  await clock.run(10_000);
  expect(runs.map(({ work }) => work.key)).toEqual(['a', 'b', 'd']);
});

test('nobody waits for held work: who asked for it is answered, and stopping counts it as left', async () => {
  const { clock, queue, add } = stage({ perGroup: 1, refuses: () => 600_000 });
  const heard: string[] = [];
  const listen = (key: string) =>
    void queue.whenRun({ key, group: 'g', head: 'h', events: 1, rank: 0 }).then(() => heard.push(key));
  for (const key of ['refused', 'behind it']) {
    add(key);
    listen(key);
  }
  await clock.run(300);
  add('soon after');
  listen('soon after');
  await clock.run(10_000);
  add('afterwards');
  listen('afterwards');
  await clock.run(1_000);
  expect(heard).toEqual(['refused', 'behind it', 'soon after', 'afterwards']);
  const drained = queue.drain(25_000);
  await clock.run(10);
  expect(await drained).toBe(4);
});

test('whatever the order of events: one run of a key at a time, five seconds apart, and none is lost', async () => {
  const event = fc.record({
    key: fc.constantFrom('a', 'b', 'c'),
    head: fc.constantFrom('h1', 'h2'),
    pause: fc.integer({ min: 0, max: 3_000 }),
  });
  const property = fc.asyncProperty(
    fc.array(event, { maxLength: 30 }),
    fc.integer({ min: 1, max: 8_000 }),
    async (events, takes) => {
      const { clock, queue, runs, add, most } = stage({ takes, concurrency: 2, perGroup: 2 });
      for (const { key, head, pause } of events) {
        add(key, { head });
        await clock.run(pause);
      }
      await clock.run(60_000);
      expect(queue.size).toBe(0);
      expect(most()).toBeLessThanOrEqual(2);
      expect(runs.reduce((sum, { work }) => sum + work.events, 0)).toBe(events.length);
      for (const key of ['a', 'b', 'c']) {
        const own = runs.filter(({ work }) => work.key === key);
        for (const [index, run] of own.entries()) {
          const before = own[index - 1];
          if (before === undefined) continue;
          expect(run.at).toBeGreaterThanOrEqual(before.at + 5_000);
          expect(run.at).toBeGreaterThanOrEqual(before.end ?? Number.POSITIVE_INFINITY);
        }
        expect(own.at(-1)?.work.head).toBe(events.findLast((one) => one.key === key)?.head);
      }
    },
  );
  await fc.assert(property, { numRuns: 25 });
}, 60_000);
