/** Reads a file of merged pull requests, one JSON object a line. A line that is none is named and skipped. */
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';

/** Nobody's description is longer (GitHub: 65 536 characters), and a list of paths has its bound. */
const MAX_LINE = 1_000_000;
const MAX_PULL_REQUESTS = 10_000;
const MAX_PATHS = 3_000;
const MAX_LABELS = 100;

export interface MergedPullRequest {
  readonly number: number;
  readonly title: string;
  readonly body: string;
  /** ISO 8601, UTC. */
  readonly mergedAt: string;
  readonly isBot: boolean;
  readonly additions: number;
  readonly deletions: number;
  readonly changedFiles: number;
  /** At most `changedFiles` of them; files are often cut short by whoever wrote the list. */
  readonly paths: readonly string[];
  /** Null where the file does not say, as with the next two. */
  readonly author: string | null;
  readonly branch: string | null;
  readonly labels: readonly string[] | null;
}

export interface BadLine {
  readonly line: number;
  readonly reason: string;
}

export interface ReadFile {
  /** By the time of their merge. */
  readonly pullRequests: readonly MergedPullRequest[];
  readonly badLines: readonly BadLine[];
}

/** Throws when the file cannot be read at all. */
export async function readMergedPullRequests(path: string): Promise<ReadFile> {
  const pullRequests: MergedPullRequest[] = [];
  const badLines: BadLine[] = [];
  let line = 0;
  for await (const text of createInterface({
    input: createReadStream(path, 'utf8'),
    crlfDelay: Number.POSITIVE_INFINITY,
  })) {
    line += 1;
    if (text.trim() === '') continue;
    if (pullRequests.length >= MAX_PULL_REQUESTS) {
      badLines.push({ line, reason: `only the first ${MAX_PULL_REQUESTS} pull requests are read` });
      break;
    }
    const found = parseMergedPullRequest(text);
    if (typeof found === 'string') badLines.push({ line, reason: found });
    else pullRequests.push(found);
  }
  return { pullRequests: pullRequests.sort((a, b) => (a.mergedAt < b.mergedAt ? -1 : 1)), badLines };
}

/** The pull request, or in words what is wrong with the line. Never throws. */
export function parseMergedPullRequest(text: string): MergedPullRequest | string {
  if (text.length > MAX_LINE) return `longer than ${MAX_LINE} characters`;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return 'not JSON';
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return 'not an object';
  const { number, title, body = '', mergedAt, isBot, additions, deletions, changedFiles, paths }: Fields = value;
  const { author = null, branch = null, labels = null }: Fields = value;
  if (typeof title !== 'string' || title.trim() === '') return '`title` is not a text';
  if (typeof body !== 'string') return '`body` is not a text';
  const merged = typeof mergedAt === 'string' ? Date.parse(mergedAt) : Number.NaN;
  if (Number.isNaN(merged)) return '`mergedAt` is not a time';
  if (typeof isBot !== 'boolean') return '`isBot` is neither true nor false';
  if (!isCount(number)) return '`number` is not a whole number';
  if (!isCount(additions)) return '`additions` is not a whole number';
  if (!isCount(deletions)) return '`deletions` is not a whole number';
  if (!isCount(changedFiles)) return '`changedFiles` is not a whole number';
  if (!isTexts(paths)) return '`paths` is not a list of texts';
  if (paths.length > MAX_PATHS) return `\`paths\` has more than ${MAX_PATHS} entries`;
  if (!isNameOrNull(author)) return '`author` is not a name';
  if (!isNameOrNull(branch)) return '`branch` is not a name';
  if (labels !== null && !isTexts(labels)) return '`labels` is not a list of texts';
  if (labels !== null && labels.length > MAX_LABELS) return `\`labels\` has more than ${MAX_LABELS} entries`;
  const change = { additions, deletions, changedFiles, paths };
  return { number, title, body, mergedAt: new Date(merged).toISOString(), isBot, ...change, author, branch, labels };
}

type Fields = { readonly [K in keyof MergedPullRequest]?: unknown };

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

function isNameOrNull(value: unknown): value is string | null {
  return value === null || (typeof value === 'string' && value.trim() !== '');
}
