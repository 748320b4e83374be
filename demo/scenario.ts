/**
 * What the demo plays: each step is something that a person does on GitHub, and what the checks must then say. The
 * expectations are the demo's test of itself: a step that shows something else fails it.
 */
import { Actors } from './actors.ts';
import type { History } from './history.ts';
import { UPDATE_BOT } from './history-words.ts';
import type { SandboxClient } from './sandbox-client.ts';
import type { Expectation, Step } from './step.ts';

export const CONFIG_PATH = '.github/leadership.yml';
export const VISION = 'Buying takes a minute, and nothing gets lost.';
export const CONFIG = `mode: enforce
vision: { statement: "${VISION}" }
guardrails:
  linked-objective:
    require: objective
`;
const LOOSE_CONFIG = 'mode: off\n';
const GUEST = 'lena';
const DEBT_LABEL = 'tech-debt';

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

  const forms = await people.openIssue('yuna', 'Two forms ask for one address');
  const refactoring = await people.open(
    'yuna',
    'refactor(account): ask for an address in one form',
    `Closes #${forms}`,
    'src/account/address.ts',
  );
  const labelled = await people.see(
    refactoring,
    'yuna refactors. That is debt work, so it gets the label, and its task needs no objective',
    [success(`Linked to #${forms} · debt work`, 'Counts as debt work: its title starts with `refactor:`')],
    { labels: [DEBT_LABEL] },
  );
  yield labelled;

  const note = await people.openIssue('petr', 'The stock note is worked out in three places', 'mira', DEBT_LABEL);
  const fix = await people.open('petr', 'fix(catalog): one stock note', `Closes #${note}`, 'src/catalog/stock.ts');
  yield await people.see(
    fix,
    `mira calls issue #${note} debt; so is petr’s fix that closes it, whatever its title says`,
    [success(`Linked to #${note} · debt work`, `linked issue #${note} has label \`${DEBT_LABEL}\``)],
    { labels: [DEBT_LABEL] },
  );

  const hotfix = await people.openLabelled('tomas', 'fix(payments): charge once', 'src/payments/charge.ts', 'hotfix');
  yield await people.see(
    hotfix,
    'tomas labels his fix `hotfix`, as he may: urgent work waits for nobody',
    [success('Passes as urgent work: label `hotfix`')],
    { labels: ['hotfix'] },
  );

  const line = lineToPaste(first);
  const mended = await people.describe(unlinked, line);
  yield await people.see(
    mended,
    `kofi pastes the offered line into the description; no push`,
    [success(`Linked to #${cart.objective}`, `Objective: #${cart.objective}`)],
    { before: first },
  );

  await people.linkInSidebar(loose, refund.objective);
  yield await people.pressRecheck(
    second,
    `ines links #${refund.objective} in the Development panel; GitHub tells no app of that, so she presses Re-check`,
    [success(`Linked to #${refund.objective}`, 'Development panel')],
  );

  await people.removeLabel('ines', refactoring, DEBT_LABEL);
  yield await people.see(
    refactoring,
    'ines takes the label off yuna’s work. The bot leaves it off, and wants an objective now',
    [failure(`Linked to #${forms}, which belongs to no objective`, `somebody removed the label \`${DEBT_LABEL}\``)],
    { before: labelled, labels: [] },
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
