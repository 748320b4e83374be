/** The Action as a job runs it: a whole process for one pull request, beside `node -e 0`. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { readBundle, type Size, sizeOf } from './bundle.ts';
import { makeCertificate } from './certificate.ts';
import { COST_NAME, cost, interleaved, median, type Program, runToEnd, type Usage } from './measure.ts';
import { figureRow, type Group, noteRow, type Row, requestRow, rounded } from './report.ts';
import { mergeSome, openShop, PLAN, type Shop, type ShopOptions } from './shop.ts';
import { type Stub, startStub } from './stub.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const ENTRY = join(ROOT, 'dist', 'index.js');
const ROUNDS = 11;
const ANSWER_MS = 150;
const KIB = 1_024;

export async function measureAction({ isCounting }: { readonly isCounting: boolean }): Promise<Group> {
  const title = 'The Action (whole process, one pull request)';
  if (!existsSync(ENTRY)) {
    const row = noteRow('dist/index.js', '', 'is not there: run `npm run build`');
    return { title, rows: [{ ...row, budget: 'built', isOver: true, isGated: true }] };
  }
  const counts = [...(await requestRows()), ...sizeRows()];
  return { title, rows: isCounting ? counts : [...(await costRows()), ...(await latencyRows()), ...counts] };
}

/** What the runner gives a job of a pull request, and the files that it lends. */
class Job implements Disposable {
  readonly #folder = mkdtempSync(join(tmpdir(), 'bench-'));
  readonly #env: NodeJS.ProcessEnv;

  constructor(apiUrl: string, token: string, pullRequest: Pick<Shop['linked'], 'number' | 'headRef' | 'headOid'>) {
    const { number, headRef, headOid } = pullRequest;
    const file = (name: string, text: string) => {
      const path = join(this.#folder, name);
      writeFileSync(path, text);
      return path;
    };
    const event = {
      action: 'opened',
      number,
      pull_request: { number, head: { ref: headRef, sha: headOid }, base: { ref: 'main' } },
      repository: { name: 'web', full_name: 'shop/web', owner: { login: 'shop' }, default_branch: 'main' },
    };
    this.#env = {
      GITHUB_ACTIONS: 'true',
      GITHUB_API_URL: apiUrl,
      GITHUB_GRAPHQL_URL: `${apiUrl}/graphql`,
      GITHUB_SERVER_URL: apiUrl,
      GITHUB_EVENT_NAME: 'pull_request',
      GITHUB_EVENT_PATH: file('event.json', JSON.stringify(event)),
      GITHUB_REPOSITORY: 'shop/web',
      GITHUB_REF: `refs/pull/${number}/merge`,
      GITHUB_HEAD_REF: headRef,
      GITHUB_BASE_REF: 'main',
      GITHUB_SHA: headOid,
      GITHUB_OUTPUT: file('output', ''),
      GITHUB_STEP_SUMMARY: file('summary', ''),
      GITHUB_WORKSPACE: this.#folder,
      RUNNER_TEMP: this.#folder,
      'INPUT_GITHUB-TOKEN': token,
      INPUT_COMMAND: 'auto',
      'INPUT_DRY-RUN': 'false',
      INPUT_MODE: 'enforce',
      'INPUT_CHECK-RUN': 'false',
    };
  }

  /** Throws when the Action does not pass the pull request. */
  async run(env: NodeJS.ProcessEnv = {}): Promise<Usage> {
    return passing({ args: [ENTRY], cwd: this.#folder, env: { ...this.#env, ...env } });
  }

  [Symbol.dispose](): void {
    rmSync(this.#folder, { recursive: true });
  }
}

async function passing(program: Program): Promise<Usage> {
  const usage = await runToEnd(program);
  if (usage.code !== 0) throw new Error(`${program.args.join(' ')} ended with ${usage.code}:\n${usage.output}`);
  return usage;
}

const BARE: Program = { args: ['-e', '0'] };
const WITHOUT_CONFIG: ShopOptions = { config: null };

function jobAt({ url, pullRequest }: Stub): Job {
  return new Job(url, `ghs_${'0'.repeat(36)}`, pullRequest);
}

async function costRows(): Promise<Row[]> {
  using certificate = makeCertificate();
  const secure = certificate === null ? [] : (['https'] as const);
  const rows: Row[] = [];
  for (const scheme of ['http', ...secure] as const) {
    const tls = scheme === 'https' && certificate !== null ? certificate : undefined;
    const env = tls === undefined ? {} : { NODE_EXTRA_CA_CERTS: tls.path };
    const options = tls === undefined ? {} : { certificate: tls };
    await using ruled = await startStub(options);
    await using unruled = await startStub({ ...options, ...WITHOUT_CONFIG });
    using withConfig = jobAt(ruled);
    using withoutConfig = jobAt(unruled);
    const get = `require('node:${scheme}').get('${ruled.url}/app', (answer) => answer.resume())`;
    const results = await interleaved(ROUNDS, {
      bare: () => passing(BARE),
      get: () => passing({ args: ['-e', get], env }),
      withConfig: () => withConfig.run(env),
      withoutConfig: () => withoutConfig.run(env),
    });
    rows.push(...costRowsOf(scheme, results));
  }
  if (certificate === null) rows.push(noteRow('the same over https', '', 'no openssl to make a certificate with'));
  return rows;
}

const COST_BUDGETS = {
  http: { withConfig: 4.5, withoutConfig: 3, aim: 2.4 },
  https: { withConfig: 5.5, withoutConfig: 4, aim: 3.4 },
} as const;

function costRowsOf(
  scheme: keyof typeof COST_BUDGETS,
  results: Readonly<Record<'bare' | 'get' | 'withConfig' | 'withoutConfig', readonly Usage[]>>,
): Row[] {
  const floors = (name: keyof typeof results) => median(results[name].map(cost)) / median(results.bare.map(cost));
  const peaks = (name: keyof typeof results) => median(results[name].map(({ peakMiB }) => peakMiB));
  const budgets = COST_BUDGETS[scheme];
  const measured = `median of ${ROUNDS}`;
  const floor = `1 (one GET ${rounded(floors('get'))})`;
  const row = (name: string, figure: number, budget: number) =>
    figureRow({ name: `${COST_NAME} / floor, ${scheme}, ${name}`, measured, figure, floor, budget, aim: budgets.aim });
  const memory = (name: string, peak: number) =>
    figureRow({
      name: `peak memory / floor, ${scheme}, ${name}`,
      measured,
      figure: peak / peaks('bare'),
      floor: `1 (${rounded(peaks('bare'))} MiB; one GET ${rounded(peaks('get') / peaks('bare'))})`,
      budget: 1.4,
      aim: 1.2,
    });
  return [
    row('with a config file', floors('withConfig'), budgets.withConfig),
    row('without one', floors('withoutConfig'), budgets.withoutConfig),
    memory('with a config file', peaks('withConfig')),
    memory('without one', peaks('withoutConfig')),
  ];
}

async function latencyRows(): Promise<Row[]> {
  await using stub = await startStub(WITHOUT_CONFIG);
  using job = jobAt(stub);
  stub.latencyMs = ANSWER_MS;
  const results = await interleaved(ROUNDS, { bare: () => passing(BARE), job: () => job.run() });
  const wall = (name: keyof typeof results) => median(results[name].map(({ wallMs }) => wallMs));
  return [
    figureRow({
      name: `time to verdict when each answer takes ${ANSWER_MS} ms, without a config file`,
      measured: `median of ${ROUNDS}`,
      figure: wall('job'),
      unit: 'ms',
      floor: `${ANSWER_MS} + ${rounded(wall('bare'))} ms`,
      budget: 300,
      aim: 225,
    }),
  ];
}

async function requestRows(): Promise<Row[]> {
  const cases = [
    ['requests of a verdict, with a config file', {}],
    ['requests of a verdict, without one', WITHOUT_CONFIG],
  ] as const;
  const rows: Row[] = [];
  for (const [name, options] of cases) {
    await using shop = await openShop(options);
    const { sandbox, linked } = shop;
    const token = sandbox.workflowToken(shop.name, { contents: 'read', issues: 'read', pull_requests: 'read' });
    using job = new Job(sandbox.url, token, linked);
    const got = await shop.requestsOf(() => job.run());
    rows.push(requestRow(name, 'once', got, { reads: 1, writes: 0, points: 2 }));
  }
  rows.push(await planRow());
  return rows;
}

/** It keeps nothing between runs, so each reads the sprint. */
async function planRow(): Promise<Row> {
  const merged = 250;
  await using shop = await openShop({ config: PLAN });
  mergeSome(shop, merged);
  const token = shop.sandbox.workflowToken(shop.name, { contents: 'read', issues: 'read', pull_requests: 'read' });
  using job = new Job(shop.sandbox.url, token, shop.linked);
  const got = await shop.requestsOf(() => job.run());
  return requestRow(`… and with a debt plan, ${merged} merged in the sprint`, 'once', got, {
    reads: 1 + Math.ceil(merged / 100),
    writes: 0,
  });
}

function sizeRows(): Row[] {
  const folder = join(ROOT, 'dist');
  const bundle = readBundle(folder);
  const size = (name: string, bytes: number, budget: number, aim: number) =>
    figureRow({ name, measured: 'once', figure: bytes / KIB, unit: 'KiB', budget, aim, isGated: true });
  const isOfOthers = (name: string) => !bundle.bySummaryAlone.has(name);
  const others = sizeOf(bundle, isOfOthers);
  const all = sizeOf(bundle);
  const rows = [
    size('all JavaScript in dist/ but what only a summary loads', others.raw, 300, 110),
    size('… gzip -9', others.gzip, 90, 35),
    ...allRows(all, bundle.all.size),
  ];
  const archive = spawnSync('git', ['archive', 'HEAD'], { cwd: ROOT, maxBuffer: 1024 * KIB * KIB });
  if (archive.status !== 0) return [...rows, noteRow('archive that a job downloads', '', 'no git repository here')];
  return [
    ...rows,
    size('archive that a job downloads, as committed', gzipSync(archive.stdout, { level: 9 }).byteLength, 150, 80),
  ];
}

/** With the summary it is over its budgets (docs/adr/0003-cold-start.md); a test holds it to what it is. */
function allRows({ raw, gzip }: Size, files: number): Row[] {
  const row = (name: string, bytes: number, budget: number) =>
    figureRow({
      name,
      measured: 'once',
      figure: bytes / (budget * KIB),
      floor: `${rounded(bytes / KIB)} of ${budget} KiB`,
      budget: 1,
    });
  return [row(`all JavaScript in dist/, ${files} files / its budget`, raw, 300), row('… gzip -9', gzip, 90)];
}
