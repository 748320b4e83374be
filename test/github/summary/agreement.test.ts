import { afterEach, expect, it } from 'vitest';
import { hostCapabilities } from '#github/gather/host.ts';
import { runPipeline } from '#pipeline';
import type { NewPullRequest } from '#sandbox/index.ts';
import { MONDAY, NOW, openWeekShop, TUESDAY, type WeekShop } from './week-shop.ts';

let shop: WeekShop;
afterEach(() => shop.close());

const CONFIG = `mode: enforce
guardrails: { linked-objective: { require: objective, skip: { title-types: [chore] } } }
debt: { detect: { paths: ["tidy/**"] } }
`;

/** Issue 1 is an objective by label, 2 a task under it, 3 by type, 4 a plain one, 5 debt, 6 labelled by who may not, 7 closed. */
function world() {
  const { sandbox } = shop;
  const issue = (input: object) => sandbox.createIssue({ repo: 'shop/web', title: 'Issue', author: 'anne', ...input });
  shop.at('2026-10-05T09:00:00Z', () => {
    issue({ labels: ['objective'] });
    issue({ parent: 'shop/web#1' });
    issue({ type: 'Epic' });
    issue({});
    issue({ labels: ['tech-debt'] });
    issue({ author: 'fred', labels: ['objective'] });
    sandbox.closeIssue(issue({ labels: ['objective'] }));
  });
}

const docs = Array.from({ length: 120 }, (_, index) => ({ path: `docs/${index}.md` }));

it.each<[string, Partial<NewPullRequest>]>([
  ['closes a task', { body: 'Closes #2' }],
  ['closes a plain issue', { body: 'Closes #4' }],
  ['names an objective', { body: 'Objective: #1' }],
  ['names one by type', { body: 'Part-of: #3' }],
  ['names a task', { body: 'Part-of: #2' }],
  ['names what is not there', { body: 'Objective: #99' }],
  ['names one that is no objective', { body: 'Objective: #6' }],
  ['names one that closed long ago', { body: 'Objective: #7' }],
  ['names nothing', {}],
  ['closes debt', { body: 'Closes #5' }],
  ['names debt', { body: 'Part-of: #5' }],
  ['is debt by its title', { title: 'refactor: tidy', body: 'Closes #4' }],
  ['is debt by its files', { files: [{ path: 'tidy/a.ts' }] }],
  ['is skipped by its title', { title: 'chore: tidy' }],
  ['changes docs alone', { files: [{ path: 'docs/a.md' }] }],
  ['renames what was no doc', { files: [{ path: 'docs/a.md', previousPath: 'src/a.ts' }] }],
  ['changes more docs than a page holds', { files: docs }],
  ['changes more than docs, far down', { files: [...docs, { path: 'src/a.ts' }] }],
  ['is a bot’s', { author: 'dependabot[bot]', body: 'Closes #4' }],
  ['is urgent', { labels: ['hotfix'] }],
  ['is skipped by a label', { labels: ['no-objective'] }],
])('a pull request that %s is told as its check tells it', async (_, input) => {
  shop = await openWeekShop({ config: CONFIG });
  world();
  const pr = shop.open(MONDAY, input);
  const ports = {
    github: shop.client(),
    host: hostCapabilities(),
    permissions: new Map(),
    now: () => NOW,
    appId: null,
    door: 'app',
    withoutConfig: 'silence',
    writes: { labels: false, checks: false },
    whenUnread: 'conclude',
  } as const;
  const repository = { owner: 'shop', name: 'web' };
  shop.at(TUESDAY, () => shop.sandbox.merge(pr));

  const outcome = await runPipeline(
    { kind: 'pull-request', repository, number: pr.number, cause: 'own', headRef: pr.headRef, closedToo: true },
    ports,
  );
  const { merged } = await shop.gather();

  if (outcome.kind !== 'evaluated') throw new Error(outcome.why);
  const [verdict] = outcome.verdict?.verdicts ?? [];
  const links = verdict?.guardrails.find(({ rule }) => rule === 'linked-objective');
  expect(merged.map(({ class: counts, reason, outcome: told }) => [counts, reason, told])).toEqual([
    [verdict?.classification.class, verdict?.classification.reason, links?.outcome],
  ]);
});
