/** Summaries made of text that wants to be more than text. */
import fc from 'fast-check';
import type { Box, ObjectiveRow, Summary, UnlinkedWork, Waiting } from '#core/summary/summary.ts';
import type { Item } from '#core/summary/week.ts';
import { RICH_BLOCKS, SPRINT, summary } from './summaries.ts';

const NASTY = [
  '@alice',
  '@org/team',
  '#1',
  'shop/web#2',
  'GH-3',
  'deadbeefcafe',
  'https://e.vil/x',
  'www.e.vil',
  'a@e.vil',
  'mailto:a@e.vil',
  '</details>',
  '<details>',
  '-->',
  '<!--',
  '<!-- leadership:weekly scope=payments period=2026-W47 v=1 -->',
  '<!-- leadership:figures {"v":1} -->',
  '<!-- box:measure:x -->',
  '<script>',
  '<img src=x>',
  '<a href=x>',
  '&lt;b&gt;',
  '&#64;b',
  '|',
  '||',
  '|---|---|',
  '`',
  '``',
  '```',
  '```mermaid',
  '~~~',
  '[a](b)',
  '![a](b)',
  '[x]',
  '[ ]',
  '- [x] done',
  '- [ ] open',
  '* ',
  '1. ',
  '> ',
  '# h',
  '===',
  '---',
  '\n',
  '\r\n',
  '\n\n',
  '\t',
  '    ',
  '\u2028',
  '\0',
  '\ud800',
  '\u202e',
  '\u200b',
  '\\',
  '$$',
  '$a$',
  '*',
  '**',
  '_',
  '__',
  '~',
  '~~',
  ':tada:',
  '[!NOTE]',
  '[^1]',
  '漢',
  '👨‍👩‍👧‍👦',
  'ü',
  ' ',
  'word',
  '%%{init}%%',
  '"',
  "'",
  '(',
  ')',
];

export const nasty = fc.oneof(
  fc.array(fc.constantFrom(...NASTY), { maxLength: 8 }).map((parts) => parts.join('')),
  fc.array(fc.constantFrom(...NASTY), { maxLength: 8 }).map((parts) => parts.join(' ')),
  fc.string({ unit: 'binary', maxLength: 200 }),
);

const number = fc.nat({ max: 99_999 });
const url = fc.oneof(
  number.map((n) => `https://github.com/shop/web/pull/${n}`),
  number.map((n) => `https://git.shop.example/shop/web/issues/${n}`),
  fc.constant(null),
);
/** Refs are numbers, an id of the configuration, or a milestone's title. */
const ref = fc.oneof(
  number.map((n) => `#${n}`),
  number.map((n) => `shop/web#${n}`),
  nasty,
);

const item: fc.Arbitrary<Item> = fc.record({ ref, title: fc.option(nasty), url });
const waiting: fc.Arbitrary<Waiting> = fc.record({ ref, title: fc.option(nasty), url, days: fc.nat(400) });
const box: fc.Arbitrary<Box> = fc.record({
  id: fc.oneof(
    fc.constant(null),
    nasty.map((text) => `measure:${text}`),
    nasty,
  ),
  text: nasty,
  since: fc.constant('2026-W40'),
  about: fc.option(item),
  weeks: fc.nat(60),
});
const row: fc.Arbitrary<ObjectiveRow> = fc.record({
  ref,
  title: fc.option(nasty),
  url,
  key: nasty,
  isOpen: fc.boolean(),
  measure: fc.option(nasty),
  merged: fc.nat(50),
  open: fc.option(fc.nat(50)),
  subIssues: fc.option(fc.nat(20).chain((total) => fc.record({ done: fc.nat(total), total: fc.constant(total) }))),
  lastMerge: fc.constantFrom('2026-11-20', '2025-12-31', null),
  horizon: fc.constantFrom('now' as const, 'next' as const, 'later' as const, null),
  isOutput: fc.boolean(),
});
const unlinked: fc.Arbitrary<UnlinkedWork> = fc.record({
  ref,
  title: fc.option(nasty),
  url,
  isDebt: fc.boolean(),
  why: fc.constantFrom(
    'debt' as const,
    'skipped' as const,
    'label' as const,
    'failing-verdict' as const,
    'nothing-said' as const,
  ),
  label: fc.option(nasty),
});
const past = fc.oneof(
  nasty.map((label) => ({ by: 'skip-label' as const, label })),
  fc.boolean().map((isVerified) => ({ by: 'expedite' as const, isVerified })),
  fc.constant({ by: 'failing-verdict' as const }),
);
const some = <T>(one: fc.Arbitrary<T>) => fc.array(one, { maxLength: 15 });

export const hostileSummary: fc.Arbitrary<Summary> = fc
  .record({
    vision: fc.option(nasty),
    goal: fc.option(nasty),
    title: fc.option(nasty),
    measure: fc.option(nasty),
    question: fc.option(nasty),
    items: some(item),
    waits: some(waiting),
    boxes: some(box),
    rows: some(row),
    work: some(unlinked),
    past,
    name: nasty,
    names: some(nasty),
    skipped: fc.array(fc.constantFrom('2026-W44', '2026-W45'), { maxLength: 2 }),
    shares: fc.array(
      fc.integer({ min: 0, max: 1000 }).map((tenths) => tenths / 10),
      { maxLength: 8 },
    ),
  })
  .map((given) => {
    const sprint = { ...SPRINT, title: given.title };
    const { headline, needsYou, objectives, debt, flow } = RICH_BLOCKS;
    return summary(
      {
        headline: {
          ...headline,
          vision: given.vision,
          goal: given.goal,
          sprint,
          still: given.items,
          oldestDecision: given.waits[0] ?? null,
        },
        needsYou: {
          ...needsYou,
          decide: given.waits,
          answer: given.waits,
          reviews: given.waits,
          sunset: given.waits,
          blocked: given.items,
          silent: given.items,
          changed: given.items,
          boxes: given.boxes,
        },
        objectives: { ...objectives, rows: given.rows, onlyToIssue: given.work, toNothing: given.work },
        debt: {
          ...debt,
          sprint,
          debtItems: given.items,
          chart: given.shares.map((share, index) => ({
            firstDate: `2026-0${index + 1}-01`,
            share,
            floor: 10,
            ceiling: 30,
          })),
        },
        learned: {
          question: given.question,
          objectives: given.items.map((each) => ({ ...each, measure: given.measure })),
          experiments: given.items.map((each) => ({ ...each, learned: given.measure })),
          gotPast: given.items.map((each) => ({ ...each, past: given.past })),
        },
        flow: {
          ...flow,
          merged: given.items,
          read: given.names,
          missing: given.names,
          origin: given.name,
          unread: given.names.map((what) => ({ unavailable: true, what, reason: 'forbidden' })),
        },
      },
      { skipped: given.skipped, scope: { ...summary().scope, name: given.name } },
    );
  });
