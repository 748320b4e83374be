/** Sends signed deliveries to a bot and notes when each was answered, looked up and checked. */
import { createHmac, randomUUID } from 'node:crypto';
import { Agent, request } from 'node:http';
import { createRequire } from 'node:module';
import { HEAD_REF, headOidOf, type Stub } from './stub.ts';

/** How one delivery fared: milliseconds on one clock, NaN for what has not happened yet. */
export interface Passage {
  readonly sent: number;
  acknowledged: number;
  /** The first query for it arrived. */
  queried: number;
  checked: number;
  readonly whenChecked: Promise<void>;
}

export interface Load {
  /** Different pull requests; numbers are never used twice. */
  readonly deliveries: number;
  /** Deliveries under way. */
  readonly atOnce: number;
  /** When a delivery makes room for the next: once it is answered, or once its check run is there. */
  readonly until: 'acknowledged' | 'checked';
  /** By its place in this load. Without, as many as it takes for none to come near GitHub's limits. */
  readonly installationOf?: (index: number) => number;
}

/** GitHub counts per installation, and so does our limiter: no installation may come near its limits. */
const DELIVERIES_PER_INSTALLATION = 80;
const PATIENCE_MS = 60_000;

/** Above the issues that the description names: a pull request that closes itself is another case. */
let lastNumber = 10_000;

/** From GitHub to one bot. Open one at a time for a stub: it listens to what the bot asks of it. */
export class Line {
  readonly #webhookUrl: string;
  readonly #secret: string;
  readonly #agent = new Agent({ keepAlive: true });
  readonly #passages = new Map<number, { readonly passage: Passage; readonly done: () => void }>();

  constructor(webhookUrl: string, secret: string, stub: Stub) {
    this.#webhookUrl = webhookUrl;
    this.#secret = secret;
    stub.onQuery = (number) => {
      const entry = this.#passages.get(number);
      if (entry !== undefined && Number.isNaN(entry.passage.queried)) entry.passage.queried = performance.now();
    };
    stub.onCheckRun = (number) => {
      const entry = this.#passages.get(number);
      if (entry === undefined) return;
      entry.passage.checked = performance.now();
      entry.done();
    };
  }

  close(): void {
    this.#agent.destroy();
  }

  /** Resolves when each delivery is answered, and has its check run where `until` says so. */
  async send({ deliveries, atOnce, until, installationOf }: Load): Promise<readonly Passage[]> {
    const passages: Passage[] = [];
    const sender = async () => {
      while (passages.length < deliveries) {
        const index = passages.length;
        lastNumber += 1;
        const installation = installationOf?.(index) ?? 1_000 + Math.floor(lastNumber / DELIVERIES_PER_INSTALLATION);
        const passage = this.#begin(lastNumber);
        passages.push(passage);
        await this.#post(pullRequestEvent(lastNumber, installation, 'opened'));
        passage.acknowledged = performance.now();
        if (until === 'checked') await passage.whenChecked;
      }
    };
    await inTime(Promise.all(Array.from({ length: atOnce }, sender)), () => this.#state());
    return passages;
  }

  /** Resolves when each has its check run. */
  async checked(passages: readonly Passage[]): Promise<void> {
    await inTime(Promise.all(passages.map(({ whenChecked }) => whenChecked)), () => this.#state());
  }

  /** Several events of one pull request, one after another as GitHub sends them. */
  async sendActions(actions: readonly string[]): Promise<Passage> {
    lastNumber += 1;
    const number = lastNumber;
    const passage = this.#begin(number);
    for (const action of actions) await this.#post(pullRequestEvent(number, 1, action));
    passage.acknowledged = performance.now();
    return passage;
  }

  #begin(number: number): Passage {
    const { promise, resolve } = Promise.withResolvers<void>();
    const passage = {
      sent: performance.now(),
      acknowledged: Number.NaN,
      queried: Number.NaN,
      checked: Number.NaN,
      whenChecked: promise,
    };
    this.#passages.set(number, { passage, done: resolve });
    return passage;
  }

  #state(): string {
    const all = [...this.#passages.values()];
    return `${all.length} deliveries, ${all.filter(({ passage }) => passage.checked > 0).length} check runs`;
  }

  #post(body: string): Promise<void> {
    return new Promise((resolve, reject) => {
      const headers = {
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(body),
        'x-github-event': 'pull_request',
        'x-github-delivery': randomUUID(),
        'x-hub-signature-256': `sha256=${createHmac('sha256', this.#secret).update(body).digest('hex')}`,
      };
      const outgoing = request(this.#webhookUrl, { method: 'POST', agent: this.#agent, headers }, (answer) => {
        answer.resume();
        answer.on('end', () => {
          if (answer.statusCode === 202) resolve();
          else reject(new Error(`The bot answered a delivery with ${answer.statusCode}.`));
        });
      });
      outgoing.on('error', reject);
      outgoing.end(body);
    });
  }
}

async function inTime(work: Promise<unknown>, state: () => string): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`The bot did not finish: ${state()}.`)), PATIENCE_MS);
  });
  await Promise.race([work, late]).finally(() => clearTimeout(timer));
}

/** GitHub's own example of the event, some 21 KB, moved to the stub's repository. */
function pullRequestEvent(number: number, installation: number, action: string): string {
  return TEMPLATE.replaceAll('"@number@"', String(number))
    .replaceAll('"@installation@"', String(installation))
    .replaceAll('@oid@', headOidOf(number))
    .replaceAll('@action@', action);
}

const TEMPLATE = template();

interface Example {
  readonly name: string;
  readonly examples: readonly Readonly<Record<string, unknown>>[];
}

function template(): string {
  // A JSON file under a name that TypeScript does not take for one.
  const all = createRequire(import.meta.url)('@octokit/webhooks-examples') as readonly Example[];
  const events = all.find(({ name }) => name === 'pull_request')?.examples ?? [];
  const event = structuredClone(events.find(({ action }) => action === 'opened')) as unknown as {
    pull_request: { number: unknown; head: { sha: string; ref: string } };
    repository: { name: string; full_name: string; owner: { login: string } };
  };
  event.pull_request.number = '@number@';
  event.pull_request.head.sha = '@oid@';
  event.pull_request.head.ref = HEAD_REF;
  event.repository.name = 'web';
  event.repository.full_name = 'shop/web';
  event.repository.owner.login = 'shop';
  return JSON.stringify({ ...event, action: '@action@', number: '@number@', installation: { id: '@installation@' } });
}
