/** Rounds of the sweep in time-lapse: what a summary costs while it is due, and while it is not. */
import { Probot } from 'probot';
import { expect, onTestFinished, test } from 'vitest';
import { Limiter } from '#github/transport/limiter.ts';
import { type Guardrails, guardrails } from '#surfaces/app/guardrails.ts';
import { appOctokit } from '#surfaces/app/octokit.ts';
import { eventually, stage } from './support/app-process.ts';

/** The App’s minutes in one of ours: a round takes a second. */
const LAPSE = 600;

test('a summary is read once when it is due, looked at once more, and then costs nothing a round', async () => {
  const { sandbox, app, env } = await stage({ config: 'summary: { pin: true }\n' });
  onTestFinished(() => sandbox.close());
  sandbox.createRepository({ owner: 'acme', name: 'quiet' });
  sandbox.openPullRequest({ repo: 'acme/web', title: 'Add', author: 'ann', files: [{ path: 'a.ts' }] });
  const began = Date.now();
  let rounds = 0;
  const probot = new Probot({
    appId: app.id,
    privateKey: env.PRIVATE_KEY ?? '',
    secret: 'x'.repeat(20),
    baseUrl: sandbox.url,
    logLevel: 'fatal',
    Octokit: appOctokit(new Limiter()),
  });
  let server: Guardrails | null = null;
  await probot.load((loaded) => {
    server = guardrails(loaded, {
      appId: app.id,
      modeCap: null,
      log: (_, happening) => {
        if (happening === 'swept') rounds += 1;
      },
      waitsForWork: false,
      sweeps: true,
      clock: {
        now: () => began + (Date.now() - began) * LAPSE,
        after: (ms, action) => {
          const timer = setTimeout(action, ms / LAPSE);
          return () => clearTimeout(timer);
        },
      },
    });
  });
  const started = server as Guardrails | null;
  onTestFinished(async () => void (await started?.stop(0)));
  started?.start();
  const after = (count: number) => eventually(() => (rounds >= count ? true : undefined), `round ${count}`);
  const cost = () => ({
    rules: sandbox.tape.of('SprintRules').length,
    weeks: sandbox.tape.of('SummaryMerged').length,
    lists: sandbox.tape.of('PostedIssues').length,
  });

  await after(4);
  const { rules, weeks, lists } = cost();
  // The one that is due, and once more after it wrote; the quiet one has none.
  expect(rules).toBeLessThanOrEqual(3);
  expect(weeks).toBe(1);
  // Before the week is read, before it is posted, after it, and in the look after.
  expect(lists).toBeLessThanOrEqual(4);
  await after(7);
  expect(cost()).toEqual({ rules, weeks, lists });
}, 30_000);
