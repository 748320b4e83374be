import { spawn } from 'node:child_process';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { DETECTOR_IDS } from '#core/classes/class.ts';
import type { NewPullRequest, PullRequest } from '#sandbox/index.ts';
import { openShop, type Shop } from '../../support/shop.ts';

interface Result {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

let shop: Shop;
beforeEach(async () => {
  shop = await openShop('mode: enforce\n');
});
afterEach(() => shop.close());

async function explain(pr: PullRequest | string, ...options: readonly string[]): Promise<Result> {
  const subject = typeof pr === 'string' ? pr : `shop/web#${pr.number}`;
  const writes = shop.sandbox.tape.writes;
  const child = spawn(process.execPath, ['src/surfaces/cli/index.ts', 'explain', subject, ...options], {
    env: {
      PATH: process.env.PATH,
      GITHUB_API_URL: shop.sandbox.url,
      GITHUB_TOKEN: shop.sandbox.userToken('anne'),
    },
  });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk: Buffer) => {
    stdout += chunk.toString();
  });
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  const exitCode = await new Promise<number | null>((resolve) => child.once('close', resolve));
  expect(shop.sandbox.tape.writes).toBe(writes);
  return { exitCode, stdout, stderr };
}

/** Where it does not matter how lines are broken. */
function onOneLine(text: string): string {
  return text.replace(/\s+/g, ' ');
}

async function explained(input: Partial<NewPullRequest>): Promise<string> {
  const result = await explain(shop.open(input));
  expect(result).toMatchObject({ exitCode: 0, stderr: '' });
  return result.stdout;
}

describe('explain OWNER/REPO#N', () => {
  test('prints the decision, every detector in order, the linked issues, the label and whose rules', async () => {
    shop.sandbox.addLabel('shop/web#2', 'tech-debt', 'anne');
    shop.sandbox.addLabel('shop/web#2', 'bug', 'anne');
    const stdout = await explained({ title: 'refactor: split the cart', body: 'Closes #2' });

    expect(stdout.replace(/@[0-9a-f]{7}/, '@0000000')).toMatchInlineSnapshot(`
      "shop/web#4 counts as debt work: linked issue #2 has label \`tech-debt\`.

      Its check: success.

      What each detector says, in the order in which they decide:
      - bot: nothing found
      - listed author: nothing found
      - label to ignore it: nothing found
      - back-merge: nothing found
      - label of urgent work: nothing found
      - urgent issue that it closes: nothing found
      - revert: nothing found
      - a person’s word on the label: nothing found
      ✔ linked issue: debt work: linked issue #2 has label \`tech-debt\`
      - other label: nothing found
      - title: debt work: its title starts with \`refactor:\`
      - branch: nothing found
      - paths: nothing found

      Linked issues:
      - #2 (closed by it): labels \`tech-debt\`, \`bug\`

      Label \`tech-debt\`: would be added.

      Categories: bug.

      Rules: \`shop/web/.github/leadership.yml@0000000\` · the owner’s file: none, or
      not readable.
      "
    `);
    const shown = [...stdout.matchAll(/^[-✔] ([^:\n]+):/gm)].slice(0, DETECTOR_IDS.length);
    expect(shown).toHaveLength(DETECTOR_IDS.length);
  });

  test('says what was found and does not count, and why', async () => {
    const pr = shop.open({ body: 'Closes #3' });
    shop.sandbox.createUser('labeller', 'Bot');
    shop.sandbox.addLabel(`shop/web#${pr.number}`, 'security', 'labeller');
    const { stdout } = await explain(pr);

    expect(stdout).toMatch(/^shop\/web#\d+ counts as feature or other work: nothing says debt\.\n/);
    expect(onOneLine(stdout)).toContain(
      '- label of urgent work: found, does not count: label `security` (nobody with triage is known to have set it)',
    );
    expect(stdout).toContain('Label `tech-debt`: as it should be; nothing to do.');
    expect(stdout).toContain('Categories: security.');
  });

  test('leaves a person’s word alone, and says so', async () => {
    const pr = shop.open({ title: 'refactor: split the cart', body: 'Closes #3' });
    shop.sandbox.addLabel(`shop/web#${pr.number}`, 'tech-debt', 'anne');
    shop.sandbox.removeLabel(`shop/web#${pr.number}`, 'tech-debt', 'anne');
    const { stdout } = await explain(pr);

    expect(onOneLine(stdout)).toContain('counts as feature or other work: somebody removed the label `tech-debt`.');
    expect(stdout).toContain('- title: debt work: its title starts with `refactor:`');
    expect(stdout).toContain('Label `tech-debt`: left alone; somebody removed it, and that stands.');
  });

  test('--json prints the same data, and nothing else', async () => {
    shop.sandbox.addLabel('shop/web#2', 'tech-debt', 'anne');
    const pr = shop.open({ title: 'refactor: split the cart', body: 'Closes #2' });
    const { exitCode, stdout, stderr } = await explain(pr, '--json');
    const data = JSON.parse(stdout) as {
      readonly detectors: readonly {
        readonly detector: string;
        readonly found: string;
        readonly isDecisive: boolean;
      }[];
    };

    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(data).toMatchObject({
      version: 1,
      repository: 'shop/web',
      pullRequest: pr.number,
      conclusion: 'success',
      class: 'debt',
      reason: { code: 'issue', ref: '#2', label: 'tech-debt', type: null },
      linked: [{ ref: '#2', isClosing: true, labels: ['tech-debt'], type: null }],
      label: { name: 'tech-debt', isPresent: false, standing: 'add' },
      config: { state: 'committed' },
    });
    expect(data.detectors.map(({ detector }) => detector)).toEqual(DETECTOR_IDS);
    expect(data.detectors.filter(({ found }) => found === 'counts').map(({ detector }) => detector)).toEqual([
      'issue',
      'title',
    ]);
    expect(data.detectors.filter(({ isDecisive }) => isDecisive).map(({ detector }) => detector)).toEqual(['issue']);
  });

  test('says of what it did not read that it did not look, not that it found nothing', async () => {
    shop.sandbox.writeFile('shop/web', '.github/leadership.yml', 'debt: { detect: { paths: ["legacy/**"] } }\n');
    const files = Array.from({ length: 250 }, (_, i) => ({ path: `legacy/${i}.ts` }));
    const issue = shop.sandbox.createIssue({ repo: 'shop/web', title: 'Old', labels: ['refactor'], author: 'ben' });
    const stdout = await explained({
      title: 'deps',
      body: `Objective: #${issue.number}`,
      author: 'dependabot[bot]',
      files,
    });

    const unseen = 'not looked at, since the class was decided before';
    for (const detector of ['urgent issue that it closes', 'linked issue', 'paths']) {
      expect(stdout).toContain(`- ${detector}: ${unseen}\n`);
    }
    expect(stdout).toContain('- listed author: nothing found\n');
    expect(stdout).toContain('Linked issues:\n- what only the text names was not looked at\n');
    expect(stdout).not.toContain('not all files could be read');

    const debt = await explained({ title: 'refactor: x', files });
    expect(debt).toContain(`- paths: ${unseen}`);
    expect(await explained({ title: 'x', files })).toContain('✔ paths: debt work: all of its files match');
  });

  test('promises no label while nobody knows which rules hold, and names what is missing', async () => {
    shop.sandbox.writeFile('shop/web', '.github/leadership.yml', 'inherit: required\n');
    const stdout = onOneLine(await explained({ title: 'refactor: x' }));

    expect(stdout).toContain('Label `tech-debt`: left alone, since not all that could tell was read.');
    expect(stdout).toContain('Could not be read: the configuration of shop, which `inherit: required` asks for.');
  });

  test('with a person’s token says that our labels can’t be told from other bots’', async () => {
    const pr = shop.open({ title: 'refactor: x' });
    await shop.evaluate(pr);
    shop.sandbox.editPullRequest(pr, { title: 'feat: x' });
    const stdout = onOneLine((await explain(pr)).stdout);

    expect(stdout).toContain(
      'left alone, since a bot touched it last. With this token, a person’s or a job’s, the labels that Leadership Guardrails set itself can’t be told from those of other bots.',
    );
    expect(stdout).not.toContain('another bot');
  });

  test('tells nothing of a private issue elsewhere but that there is one', async () => {
    shop.sandbox.createRepository({ owner: 'shop', name: 'secret', private: true, files: {} });
    shop.sandbox.createIssue({ repo: 'shop/secret', title: 'Hushed breach', labels: ['tech-debt', 'hushed'] });
    const pr = shop.open();
    shop.sandbox.linkInSidebar(`shop/web#${pr.number}`, 'shop/secret#1');
    shop.sandbox.setPermission('shop/secret', 'anne', 'admin');
    for (const options of [[], ['--json']]) {
      const { exitCode, stdout } = await explain(pr, ...options);
      expect(exitCode).toBe(0);
      expect(stdout).not.toMatch(/secret|Hushed|hushed/);
    }
    expect((await explain(pr)).stdout).toContain('- a private issue (closed by it)');
  });

  test('makes hostile names harmless on a terminal', async () => {
    shop.sandbox.addLabel('shop/web#3', '\u001b[31m::error::x', 'anne');
    const stdout = await explained({ body: 'Closes #3' });

    expect(stdout).not.toContain('\u001b');
    expect(stdout).not.toContain('::');
  });

  test('and in JSON, where they stand as escapes that mean the same', async () => {
    const evil = 'x\u009b31m\u202ey';
    shop.sandbox.addLabel('shop/web#3', evil, 'anne');
    const { stdout } = await explain(shop.open({ body: 'Closes #3' }), '--json');

    expect(stdout.trimEnd()).not.toMatch(/[\p{Cc}\p{Cf}]/u);
    expect(JSON.parse(stdout)).toMatchObject({ linked: [{ labels: [evil] }] });
  });

  test('explains a merged one, too', async () => {
    const pr = shop.open({ title: 'refactor: split the cart', body: 'Closes #3' });
    shop.sandbox.merge(`shop/web#${pr.number}`, 'anne');

    expect((await explain(pr)).stdout).toContain('counts as debt work: its title starts with `refactor:`');
  });

  test('exits with 0 whatever the verdict: a failing one is explained all the same', async () => {
    expect(await explained({})).toContain('Its check: failure.');
  });

  test.each([
    ['no such pull request', 'shop/web#404', /misspelt/],
    ['an issue', 'shop/web#1', /an issue and no pull request/],
    ['another GitHub', 'https://ghe.corp.example/shop/web/pull/1', /GITHUB_API_URL=/],
  ] as const)('%s is explained on standard error', async (_, subject, said) => {
    const result = await explain(subject);

    expect(result).toMatchObject({ exitCode: 2, stdout: '' });
    expect(result.stderr).toMatch(said);
  });

  test('says so where nothing is checked', async () => {
    const pr = shop.open({ base: 'old' });
    const result = await explain(pr);

    expect(result).toMatchObject({ exitCode: 0, stderr: '' });
    expect(result.stdout).toContain(`shop/web#${pr.number} is not checked: its base branch is`);
    expect(JSON.parse((await explain(pr, '--json')).stdout)).toEqual({ conclusion: 'skipped', why: 'untracked-base' });
  });
});
