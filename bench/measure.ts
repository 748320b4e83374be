/** Runs whole processes and says what each took. */
import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';

export interface Usage {
  readonly wallMs: number;
  readonly cpuMs: number;
  readonly peakMiB: number;
  /** User-space instructions in millions; null where `perf stat` does not count them. */
  readonly instructions: number | null;
  readonly code: number | null;
  /** Standard output and error. */
  readonly output: string;
}

export interface Program {
  /** Arguments of Node. */
  readonly args: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  readonly cwd?: string;
}

export const USAGE_MODULE = fileURLToPath(new URL('./usage.cjs', import.meta.url));
/** Long enough for anything measured here; a program that hangs must not hang the bench. */
const PATIENCE_MS = 120_000;

export const hasTaskset = works('taskset', ['-c', '0', 'true']);
export const countsInstructions = /^\d+/.test(perf(['node', '-e', '0']));

function works(command: string, args: readonly string[]): boolean {
  return spawnSync(command, args, { stdio: 'ignore' }).status === 0;
}

function perf(command: readonly string[]): string {
  return spawnSync('perf', ['stat', '-x', ',', '-e', 'instructions:u', ...command]).stderr?.toString() ?? '';
}

/** The command that runs Node, on one core where the machine lets us choose. */
export function nodeCommand(args: readonly string[], core?: number): [string, string[]] {
  const command = [process.execPath, ...args];
  const pinned = core === undefined || !hasTaskset ? command : ['taskset', '-c', String(core), ...command];
  const [head = process.execPath, ...rest] = pinned;
  return [head, rest];
}

/** Runs a program to its end. Never rejects for its exit code. */
export async function runToEnd({ args, env, cwd }: Program): Promise<Usage> {
  const [node, nodeArgs] = nodeCommand(['--require', USAGE_MODULE, ...args]);
  const folder = countsInstructions ? mkdtempSync(join(tmpdir(), 'bench-')) : null;
  const counted = folder === null ? [] : ['stat', '-x', ',', '-o', join(folder, 'perf'), '-e', 'instructions:u', node];
  const started = performance.now();
  const child = spawn(folder === null ? node : 'perf', [...counted, ...nodeArgs], {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
    timeout: PATIENCE_MS,
  });
  const output = collect(child.stdout, child.stderr);
  const reported = collect(child.stdio[3] as Readable);
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  const wallMs = performance.now() - started;
  const instructions = folder === null ? null : instructionsIn(readFileSync(join(folder, 'perf'), 'utf8'));
  if (folder !== null) rmSync(folder, { recursive: true });
  if (reported() === '') throw new Error(`The program ended without a word (code ${code}):\n${output()}`);
  const { cpuMs, peakMiB } = JSON.parse(reported()) as { cpuMs: number; peakMiB: number };
  return { wallMs, cpuMs, peakMiB, instructions, code, output: output() };
}

function collect(...streams: readonly (Readable | null)[]): () => string {
  const chunks: Buffer[] = [];
  for (const stream of streams) stream?.on('data', (chunk: Buffer) => chunks.push(chunk));
  return () => Buffer.concat(chunks).toString();
}

function instructionsIn(report: string): number | null {
  const [, count] = /^(\d+),.*instructions/m.exec(report) ?? [];
  return count === undefined ? null : Number(count) / 1e6;
}

/** What a program cost in the unit that this machine measures best. */
export function cost({ instructions, cpuMs }: Usage): number {
  return instructions ?? cpuMs;
}

export const COST_NAME = countsInstructions ? 'instructions' : 'CPU';

/** Runs each case once a round, in turns that begin elsewhere each time, after one round that is not counted. */
export async function interleaved<Name extends string, Result>(
  rounds: number,
  cases: Readonly<Record<Name, () => Promise<Result>>>,
): Promise<Readonly<Record<Name, readonly Result[]>>> {
  const names = Object.keys(cases) as Name[];
  const results = Object.fromEntries(names.map((name) => [name, [] as Result[]])) as Record<Name, Result[]>;
  for (const name of names) await cases[name]();
  for (let round = 0; round < rounds; round += 1) {
    for (const [index] of names.entries()) {
      const name = names[(index + round) % names.length];
      if (name !== undefined) results[name].push(await cases[name]());
    }
  }
  return results;
}

export function median(values: readonly number[]): number {
  return percentile(values, 50);
}

/** By the nearest rank. */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil((percent / 100) * sorted.length) - 1)] ?? Number.NaN;
}
