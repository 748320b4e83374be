/**
 * The least that a bot can be: `node:http`, an HMAC, one GraphQL query and one check run a delivery. No retries, no limits,
 * no coalescing, no framework. What the App costs beside this is what it does beyond it.
 */
import { createHmac, createSign, timingSafeEqual } from 'node:crypto';
import { Agent, createServer, type IncomingMessage, request } from 'node:http';
import { pullRequestDocument } from '#github/documents.ts';

interface PullRequestEvent {
  readonly number: number;
  readonly installation: { readonly id: number };
  readonly repository: { readonly name: string; readonly owner: { readonly login: string } };
  readonly pull_request: { readonly head: { readonly ref: string } };
}

interface Answer {
  readonly data: {
    readonly repository: {
      readonly pullRequest: {
        readonly headRefOid: string;
        readonly closingIssuesReferences: { readonly totalCount: number };
      };
    };
  };
}

const { PORT, APP_ID, GITHUB_API_URL = '', PRIVATE_KEY = '', WEBHOOK_SECRET = '' } = process.env;
const DOCUMENT = pullRequestDocument({ issueTypes: true });
const agent = new Agent({ keepAlive: true });
const tokens = new Map<number, Promise<string>>();

const server = createServer((incoming, response) => {
  if (incoming.url === '/readyz') {
    response.end('ok');
    return;
  }
  void bodyOf(incoming).then((body) => {
    const isGenuine = isSigned(body, String(incoming.headers['x-hub-signature-256']));
    response.writeHead(isGenuine ? 202 : 401).end();
    if (isGenuine) void evaluate(JSON.parse(body.toString()) as PullRequestEvent);
  });
});
server.listen(Number(PORT), '127.0.0.1');

function isSigned(body: Buffer, signature: string): boolean {
  const expected = Buffer.from(`sha256=${createHmac('sha256', WEBHOOK_SECRET).update(body).digest('hex')}`);
  const given = Buffer.from(signature);
  return given.length === expected.length && timingSafeEqual(given, expected);
}

async function evaluate({ number, installation, repository, pull_request }: PullRequestEvent): Promise<void> {
  const authorization = `token ${await tokenOf(installation.id)}`;
  const owner = repository.owner.login;
  const { name } = repository;
  const { data } = await post<Answer>('/graphql', authorization, {
    query: DOCUMENT,
    variables: {
      owner,
      name,
      number,
      configPath: '.github/leadership.yml',
      appId: Number(APP_ID),
      headRef: pull_request.head.ref,
      withHeadRef: true,
    },
  });
  const { headRefOid, closingIssuesReferences } = data.repository.pullRequest;
  const isLinked = closingIssuesReferences.totalCount > 0;
  await post(`/repos/${owner}/${name}/check-runs`, authorization, {
    name: 'leadership',
    head_sha: headRefOid,
    external_id: `v1:${number}:0:0`,
    status: 'completed',
    conclusion: isLinked ? 'success' : 'failure',
    output: { title: isLinked ? 'Linked' : 'No objective linked', summary: 'Counted by GitHub.' },
  });
}

/** One an installation; they live for an hour, and no bench does. */
function tokenOf(installation: number): Promise<string> {
  const known = tokens.get(installation);
  if (known !== undefined) return known;
  const token = post<{ readonly token: string }>(
    `/app/installations/${installation}/access_tokens`,
    `bearer ${jsonWebToken()}`,
    {},
  ).then((answer) => answer.token);
  tokens.set(installation, token);
  return token;
}

function jsonWebToken(): string {
  const now = Math.floor(Date.now() / 1_000);
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
  const unsigned = `${part({ alg: 'RS256', typ: 'JWT' })}.${part({ iat: now - 30, exp: now + 300, iss: APP_ID })}`;
  return `${unsigned}.${createSign('RSA-SHA256').update(unsigned).sign(PRIVATE_KEY, 'base64url')}`;
}

function post<Result>(path: string, authorization: string, body: unknown): Promise<Result> {
  const text = JSON.stringify(body);
  const headers = {
    authorization,
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(text),
    'user-agent': 'floor-bot',
  };
  return new Promise((resolve, reject) => {
    const outgoing = request(`${GITHUB_API_URL}${path}`, { method: 'POST', agent, headers }, (answer) => {
      bodyOf(answer).then((bytes) => resolve(JSON.parse(bytes.toString()) as Result), reject);
    });
    outgoing.on('error', reject);
    outgoing.end(text);
  });
}

function bodyOf(message: IncomingMessage): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    message.on('data', (chunk: Buffer) => chunks.push(chunk));
    message.on('end', () => resolve(Buffer.concat(chunks)));
    message.on('error', reject);
  });
}
