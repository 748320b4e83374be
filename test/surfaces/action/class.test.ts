import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { HeadVerdict } from '#core/verdict.ts';
import { type NewPullRequest, type Sandbox, startSandbox } from '#sandbox/index.ts';
import { validateTape } from '../../support/openapi.ts';
import { payloadOf, runAction } from './run-action.ts';

const READ = { contents: 'read', issues: 'read', pull_requests: 'read' } as const;
const LABELS = { ...READ, issues: 'write', pull_requests: 'write' } as const;

let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await startSandbox();
  sandbox.createRepository({ owner: 'shop', name: 'web', files: { '.github/leadership.yml': 'mode: enforce\n' } });
  sandbox.createIssue({ repo: 'shop/web', title: 'Carts get lost' });
});
afterEach(async () => {
  await sandbox.close();
  expect(validateTape(sandbox.tape)).toEqual([]);
});

async function run(input: Partial<NewPullRequest>, permissions: Readonly<Record<string, 'read' | 'write'>> = LABELS) {
  const pr = sandbox.openPullRequest({
    repo: 'shop/web',
    title: 'refactor: split the cart',
    body: 'Closes #1',
    author: 'ann',
    files: [{ path: 'src/cart.ts' }],
    ...input,
  });
  const token = sandbox.workflowToken('shop/web', permissions);
  const result = await runAction({ sandbox, event: 'pull_request', payload: payloadOf(pr), token });
  const verdict = JSON.parse(result.outputs.verdict ?? 'null') as HeadVerdict | null;
  return { ...result, classification: verdict?.verdicts[0]?.classification };
}

describe('what a pull request counts as', () => {
  test('is in the title, the job summary, the log and the verdict', async () => {
    const { exitCode, outputs, summary, log, classification } = await run({});

    expect(exitCode).toBe(0);
    expect(outputs.title).toBe('Linked to #1 · debt work');
    expect(summary).toContain('### `leadership`: Linked to #');
    expect(summary).toContain('✔ **Counts as** debt work: its title starts with `refactor:`.');
    expect(log).toContain('✔ Counts as debt work: its title starts with `refactor:`.');
    expect(classification).toEqual({
      class: 'debt',
      reason: { code: 'title', type: 'refactor' },
      evidence: [{ detector: 'title', says: 'debt', reason: { code: 'title', type: 'refactor' } }],
      categories: [],
      unread: [],
    });
  });

  test('stands below what fails, with the ways that debt work has', async () => {
    const { exitCode, summary } = await run({ body: '' });

    expect(exitCode).toBe(1);
    expect(summary).toContain('\n**Counts as** debt work: its title starts with `refactor:`.');
  });

  test('stays as it is where the job may not write labels, which the summary says', async () => {
    const { exitCode, outputs, summary } = await run({}, READ);

    expect(exitCode).toBe(0);
    expect(outputs.conclusion).toBe('success');
    expect(summary).toContain('⚠ The label `tech-debt` could not be changed: ');
    expect(summary).toContain('write `debt.auto-label: false`');
  });
});
