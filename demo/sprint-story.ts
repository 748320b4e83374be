/**
 * The second act: a sprint fills up. Feature work waits at the lower end of the plan until debt work merges, debt work
 * waits at the upper end until the sprint turns; each time the check follows by itself, without a push.
 */
import { setTimeout as pause } from 'node:timers/promises';
import { Actors } from './actors.ts';
import { PLAN_REPOSITORY, type Sprints } from './load-sprints.ts';
import { comeToRest, inTimeLapse, LAPSE, type Stage } from './stage.ts';
import { differences, type Expectation, type Step } from './step.ts';

const CHECK = 'leadership/debt';
/** Past the first instant of the next sprint. */
const A_MINUTE_MS = 60_000;
const PATIENCE_MS = 15_000;
const POLL_MS = 50;

/** Plays the steps one after the other. Throws when a check does not come at all. */
export async function* playSprint(stage: Stage, { untilNext }: Sprints): AsyncGenerator<Step> {
  const people = new Actors(stage.sandbox, PLAN_REPOSITORY);
  const see = async (...seen: Parameters<Actors['see']>): Promise<Step> => {
    const until = Date.now() + PATIENCE_MS;
    for (;;) {
      const step = await inTimeLapse(stage, people.see(...seen));
      // A look that began before the merge was heard of may still be on its way.
      if (differences(step).length === 0 || Date.now() > until) return step;
      await pause(POLL_MS);
      await stage.advanceClock(LAPSE.byMs);
    }
  };
  const paying = await people.open('ines', 'feat: pay by invoice', '', 'src/invoice.ts');
  const waiting = await people.open('tomas', 'feat: pay in two parts', '', 'src/parts.ts');
  const clean = await people.open('yuna', 'refactor: one ledger of refunds', '', 'src/refunds.ts');
  await see(clean, '', [passing()]);
  const early = await see(
    waiting,
    'tomas opens a feature. The sprint is nearly full, and there is one place left for feature work',
    [passing()],
  );
  yield early;

  await people.merge(paying, 'ines');
  const blocked = await see(
    waiting,
    'ines’s feature merges first and takes that place; tomas’s check turns red, nobody pushed',
    [
      failing(
        `Waiting: 1 debt pull request must merge first (2 of the planned 3 as of #${paying.number})`,
        `#${clean.number} (in review)`,
      ),
    ],
    { before: early },
  );
  yield blocked;

  await people.merge(clean, 'yuna');
  yield await see(
    waiting,
    'yuna’s refactoring merges: debt has its share, and tomas’s check is green again',
    [passing()],
    {
      before: blocked,
    },
  );

  const rounding = await people.open('ines', 'refactor: round once', '', 'src/round.ts');
  const late = await people.open('petr', 'refactor: name the currencies', '', 'src/currency.ts');
  const fits = await see(late, '', [passing()]);
  await see(rounding, '', [passing()]);
  await people.merge(rounding, 'ines');
  const spent = await see(
    late,
    'ines’s clean-up merges and is the last that the plan has room for; petr’s has to wait',
    [failing('Debt plan used up: 4 of 4 this sprint', 'Thank you for paying debt')],
    { before: fits },
  );
  yield spent;

  await comeToRest(stage);
  await stage.advanceClock(untilNext + A_MINUTE_MS);
  yield await see(late, 'some days later the next sprint begins, and petr’s check is green by itself', [passing()], {
    before: spent,
  });
}

function passing(): Expectation {
  return { check: CHECK, conclusion: 'success', title: '', says: [] };
}

function failing(title: string, ...says: readonly string[]): Expectation {
  return { check: CHECK, conclusion: 'failure', title, says };
}
