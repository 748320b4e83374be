import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PipelineOutcome } from '#pipeline';
import { CONFIG_PATH, openShop, type Shop } from '../support/shop.ts';

let shop: Shop;
beforeEach(async () => {
  shop = await openShop('mode: enforce\n');
});
afterEach(() => shop.close());

type Path = readonly (string | number)[];

function lose(path: Path, type = 'SERVICE_UNAVAILABLE', skip = 0): void {
  shop.sandbox.faults.onRequest({
    route: 'POST /graphql',
    times: 100,
    skip,
    effect: { kind: 'partial', path, type },
  });
}

/** Conclusion and mode of the first guardrail, or why nothing was said, or the error. */
async function seen(body = '', change: Parameters<Shop['run']>[1] = {}): Promise<string> {
  try {
    return summed(await shop.run(shop.open({ body }), change));
  } catch (error) {
    return error instanceof Error ? error.name : String(error);
  }
}

function summed(outcome: PipelineOutcome): string {
  if (outcome.kind === 'silent') return `silent ${outcome.why}`;
  const [first] = outcome.verdict?.verdicts[0]?.guardrails ?? [];
  return `${outcome.verdict?.conclusion} ${first?.mode} ${first?.outcome}`;
}

const write = (content: string | Buffer | null, repo = 'shop/web') =>
  shop.sandbox.writeFile(repo, CONFIG_PATH, content);

function createOwner(config: string, { name = '.github', isPrivate = false } = {}): void {
  shop.sandbox.createRepository({ owner: 'shop', name, private: isPrivate, files: { [CONFIG_PATH]: config } });
}

describe('the repository’s file', () => {
  const BRANCH = ['repository', 'defaultBranchRef'];
  const LOST: readonly (readonly [string, Path])[] = [
    ['the default branch', BRANCH],
    ['its commit', [...BRANCH, 'target']],
    ['the commit’s id', [...BRANCH, 'target', 'oid']],
    ['the file', [...BRANCH, 'target', 'file']],
    ['its content', [...BRANCH, 'target', 'file', 'object']],
    ['its text', [...BRANCH, 'target', 'file', 'object', 'text']],
  ];
  for (const withoutConfig of ['silence', 'defaults'] as const) {
    it.each(LOST)(`is never taken for none when %s is lost (${withoutConfig} without one)`, async (_, path) => {
      write('mode: warn\n');
      write('mode: enforce\n');
      lose(path);

      expect(await seen('', { withoutConfig })).toBe('Unreachable');
    });

    it.each(LOST)(`is refused, not missing, when %s is FORBIDDEN (${withoutConfig} without one)`, async (_, path) => {
      lose(path, 'FORBIDDEN');

      expect(await seen('', { withoutConfig })).toBe('Forbidden');
    });
  }

  it('is missing where GitHub says so', async () => {
    write(null);
    lose([...BRANCH, 'target', 'file'], 'NOT_FOUND');

    expect(await seen()).toBe('silent no-config');
  });

  it('that is refused names the permission that is missing', async () => {
    lose([...BRANCH, 'target', 'file'], 'FORBIDDEN');

    await expect(shop.run(shop.open())).rejects.toMatchObject({ name: 'Forbidden', missing: 'contents=read' });
  });

  it('is not said to be removed when the head’s is lost', async () => {
    lose(['repository', 'pullRequest', 'head', 'nodes', 0, 'commit', 'file']);
    const pr = shop.open({ files: [{ path: CONFIG_PATH, content: 'mode: off\n' }] });

    await expect(shop.run(pr)).rejects.toMatchObject({ name: 'Unreachable' });
  });
});

describe('the owner’s file', () => {
  it.each([
    ['FORBIDDEN', ['ownerPublic', 'defaultBranchRef', 'target', 'file', 'object']],
    ['SERVICE_UNAVAILABLE', ['ownerPublic', 'defaultBranchRef', 'target', 'file', 'object']],
    ['SERVICE_UNAVAILABLE', ['ownerPublic', 'defaultBranchRef', 'target', 'file']],
    ['SERVICE_UNAVAILABLE', ['ownerPublic', 'defaultBranchRef']],
    ['SERVICE_UNAVAILABLE', ['ownerPublic']],
    ['NOT_FOUND', ['ownerPublic', 'defaultBranchRef', 'target']],
  ])('is not known when GitHub answers %s at %j', async (type, path) => {
    createOwner('mode: warn\n');
    write('timezone: UTC\n');
    createOwner('mode: enforce\nrepositories: { include: ["*"] }\n', { name: 'unused' });
    lose(path, type);

    expect(await seen()).toBe('failure enforce not-available');
  });

  it('that is private is not passed over for the public one when it is lost', async () => {
    createOwner('mode: enforce\n', { name: '.github-private', isPrivate: true });
    createOwner('mode: off\n');
    write('timezone: UTC\n');
    lose(['ownerPrivate', 'defaultBranchRef', 'target', 'file', 'object']);

    expect(await seen()).toBe('failure enforce not-available');
  });

  it('is none where GitHub knows no such repository', async () => {
    expect(await seen('Closes #2')).toBe('success enforce pass');
  });
});

describe('the last valid version', () => {
  const HISTORY: Path = ['repository', 'defaultBranchRef', 'target'];

  it.each([
    ['the branch', HISTORY.slice(0, 2)],
    ['its commit', HISTORY],
    ['the list', [...HISTORY, 'history']],
    ['the list’s content', [...HISTORY, 'history', 'nodes']],
    ['one commit', [...HISTORY, 'history', 'nodes', 1]],
    ['one file', [...HISTORY, 'history', 'nodes', 1, 'file']],
    ['one text', [...HISTORY, 'history', 'nodes', 1, 'file', 'object']],
  ])('is not "none" when %s is lost', async (_, path) => {
    write('mode: enfroce\n');
    lose(path, 'SERVICE_UNAVAILABLE', 1);

    expect(await seen()).toBe('Unreachable');
  });

  it('is found behind any page of broken ones', async () => {
    for (let version = 0; version < 45; version += 1) write(`mode: enfroce${version}\n`);

    expect(await seen()).toBe('failure enforce fail');
  });

  it('of the owner is found likewise', async () => {
    createOwner('mode: enforce\nrepositories: { include: ["*"] }\n');
    write(null);
    for (let version = 0; version < 25; version += 1) write(`mode: enfroce${version}\n`, 'shop/.github');

    expect(await seen()).toBe('failure enforce fail');
  });

  it('of the owner is not "none" when it is lost', async () => {
    createOwner('mode: enforce\nrepositories: { include: ["*"] }\n');
    write(null);
    write('mode: enfroce\n', 'shop/.github');
    lose(HISTORY, 'SERVICE_UNAVAILABLE', 1);

    expect(await seen()).toBe('failure enforce not-available');
  });

  it('is not "never" when it lies further back than we read, and mending is not locked out', async () => {
    for (let version = 0; version < 230; version += 1) write(`mode: enfroce${version}\n`);

    const other = await shop.evaluate(shop.open());
    const mending = await shop.evaluate(shop.open({ files: [{ path: CONFIG_PATH, content: 'mode: warn\n' }] }));

    expect(summed(other)).toBe('failure enforce not-available');
    expect(other.checks[0]?.summary).toContain('newest 200');
    expect(other.checks[0]?.summary).not.toContain('ever valid');
    expect(other.verdict?.verdicts[0]?.guardrails[0]?.args).toMatchObject({ reason: 'not-found' });
    expect(summed(mending)).toBe('success enforce not-applicable');
  });

  it('is none when the history ends without one', async () => {
    await shop.close();
    shop = await openShop('mode: enfroce\n');
    write('5\n');

    expect(await seen()).toBe('neutral warn fail');
  });
});

describe('`inherit: required` with nothing there', () => {
  it('is told apart from a passing failure', async () => {
    write('mode: enforce\ninherit: required\n');
    const { verdict } = await shop.evaluate(shop.open());

    expect(verdict?.verdicts[0]?.guardrails[0]?.args).toMatchObject({ reason: 'not-found' });
  });
});

describe('what a private owner’s file says of objectives', () => {
  const KNOWN =
    'objectives: { known: { O-3: { title: Acquire Acme, url: "https://plans.example/acme" } }, external: [{ prefix: ACME, url: "https://acme.example/" }] }\nrepositories: { include: ["*"] }\n';
  const all = async (body: string) => JSON.stringify(await shop.evaluate(shop.open({ author: 'fred', body })));

  it.each(['Objective: O-3', 'ACME-3'])('is not repeated in a public repository (%s)', async (body) => {
    createOwner(KNOWN, { name: '.github-private', isPrivate: true });

    const said = await all(body);
    expect(said).toContain('"conclusion":"success"');
    expect(said).not.toMatch(/acquire|plans\.example|acme\.example/i);
  });

  it('still tells that an issue is one, by its address', async () => {
    const strict = 'mode: enforce\nguardrails: { linked-objective: { require: objective } }\n';
    const issue = shop.sandbox.createIssue({ repo: 'shop/web', title: 'Dark mode', author: 'ben' });
    const url = `${shop.sandbox.url}/shop/web/issues/${issue.number}`;
    createOwner(`objectives: { known: { O-3: { title: Acquire Acme, url: "${url}" } } }\n`, {
      name: '.github-private',
      isPrivate: true,
    });
    write(strict);

    const said = await all(`Closes #${issue.number}`);
    expect(said).toContain('"by":"known"');
    expect(said).not.toMatch(/acquire/i);
  });

  it('is repeated where the owner’s file is public', async () => {
    createOwner(KNOWN);

    expect(await all('Objective: O-3')).toMatch(/Acquire Acme.*plans\.example/);
  });

  it('is not repeated in the text of a problem either', async () => {
    createOwner(
      'objectives: { known: { acquire-acme: { titel: Acquire Acme } } }\nrepositories: { include: ["*"] }\n',
      {
        name: '.github-private',
        isPrivate: true,
      },
    );

    const said = await all('');
    expect(said).toContain('shop/.github-private');
    expect(said).not.toMatch(/acquire/i);
  });
});

describe('the check on a change of the file', () => {
  const change = async (content: string) => {
    const { checks } = await shop.evaluate(shop.open({ files: [{ path: CONFIG_PATH, content }] }));
    const check = checks.find(({ name }) => name === 'leadership/config');
    if (check === undefined) throw new Error('no check on the configuration');
    return check;
  };

  it('does not blame it for the owner’s invalid file', async () => {
    createOwner('mode: enforce\nlocked: [timezone]\nrepositories: { include: ["*"] }\n');
    write('mode: enfroce\n', 'shop/.github');
    const check = await change('branches: [release/*]\n');

    expect(check).toMatchObject({ conclusion: 'success', annotations: [] });
    expect(check.title).toBe('The configuration is valid');
    expect(check.summary).toContain('shop/.github:.github/leadership.yml');
    // The owner's last valid version still counts.
    expect(check.summary).toContain('`linked-objective` blocks');
  });

  it('warns of a locked key, since the rest will rule', async () => {
    createOwner('mode: enforce\nlocked: [mode]\n');
    const check = await change('mode: warn\n');

    expect(check.conclusion).toBe('neutral');
    expect(check.annotations).toMatchObject([{ level: 'warning', startLine: 1 }]);
    expect(check.summary).not.toContain('stays in force');
    expect(check.summary).toContain('`linked-objective` blocks');
  });

  it('says when the owner’s file could not be read', async () => {
    createOwner('mode: enforce\n');
    lose(['ownerPublic']);
    const check = await change('mode: warn\n');

    expect(check.summary).toContain('could not be read');
  });

  it('fails for `inherit: required` with nothing there, since nothing would be decided', async () => {
    const check = await change('inherit: required\n');

    expect(check).toMatchObject({ conclusion: 'failure', annotations: [{ level: 'failure' }] });
    expect(check.summary).not.toContain('stays in force');
  });

  const WITH_TYPO = 'mode: enforce\nexpedite: { labels: [securty] }\n';
  const labelQueries = () => shop.sandbox.tape.of('RepositoryLabels').length;

  it('tells a label that the repository does not have, on whichever page its labels end, and leaves the verdict', async () => {
    for (let label = 0; label < 150; label += 1) shop.sandbox.createLabel('shop/web', `area-${label}`);
    shop.sandbox.createLabel('shop/web', 'security');
    const files = [{ path: CONFIG_PATH, content: WITH_TYPO }, { path: 'src/cart.ts' }];
    const { checks, verdict } = await shop.evaluate(shop.open({ body: 'Closes #2', files }));

    expect(verdict?.conclusion).toBe('success');
    expect(checks.find(({ name }) => name === 'leadership/config')).toMatchObject({
      conclusion: 'neutral',
      annotations: [
        {
          level: 'warning',
          startLine: 2,
          startColumn: 22,
          endColumn: 29,
          message: expect.stringContaining('no label of this repository is called that. Did you mean `security`?'),
        },
      ],
    });
    expect(labelQueries()).toBe(2);
  });

  it('is content once the label is there', async () => {
    expect(await change(WITH_TYPO)).toMatchObject({ conclusion: 'neutral' });
    shop.sandbox.createLabel('shop/web', 'Securty');

    expect(await change(WITH_TYPO)).toMatchObject({ conclusion: 'success', annotations: [] });
  });

  it.each<[string, () => void, number]>([
    ['are refused', () => lose(['repository', 'labels'], 'FORBIDDEN'), 1],
    ['are lost', () => lose(['repository', 'labels', 'nodes', 0]), 1],
    [
      'are too many',
      () => {
        for (let label = 0; label < 501; label += 1) shop.sandbox.createLabel('shop/web', `area-${label}`);
      },
      5,
    ],
  ])('says nothing of labels where they %s', async (_, arrange, queries) => {
    arrange();

    expect(await change(WITH_TYPO)).toMatchObject({ conclusion: 'success', annotations: [] });
    expect(labelQueries()).toBe(queries);
  });

  it('reads no labels where the file names none, or does not change', async () => {
    await change('mode: warn\n');
    await shop.evaluate(shop.open());

    expect(labelQueries()).toBe(0);
  });
});
