import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { Sandbox } from '#sandbox/index.ts';

export interface ActionRun {
  readonly sandbox: Sandbox;
  readonly token: string;
  readonly event: string;
  /** The event's payload; `undefined` for none at all, a text for the file as it is. */
  readonly payload?: unknown;
  readonly inputs?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
}

export interface ActionResult {
  readonly exitCode: number | null;
  readonly log: string;
  readonly stderr: string;
  readonly outputs: Readonly<Record<string, string>>;
  readonly summary: string;
  /** Workflow commands in the log: annotations and the like. */
  readonly commands: readonly string[];
}

const manifest = parse(readFileSync('action.yml', 'utf8')) as {
  readonly inputs: Readonly<Record<string, { readonly default?: string }>>;
  readonly runs: { readonly main: string };
};

/** Runs what action.yml names, as the runner does: inputs by its defaults, files for outputs and the summary. */
export async function runAction({
  sandbox,
  token,
  event,
  payload,
  inputs = {},
  env = {},
}: ActionRun): Promise<ActionResult> {
  const folder = mkdtempSync(join(tmpdir(), 'action-'));
  try {
    const [outputPath, summaryPath, payloadPath] = ['output', 'summary', 'event.json'].map((name) =>
      join(folder, name),
    );
    for (const path of [outputPath, summaryPath]) writeFileSync(path ?? '', '');
    if (payload !== undefined)
      writeFileSync(payloadPath ?? '', typeof payload === 'string' ? payload : JSON.stringify(payload));
    const given = Object.entries(manifest.inputs).map(([name, { default: initial = '' }]) => [
      `INPUT_${name.toUpperCase()}`,
      inputs[name] ?? (name === 'github-token' ? token : initial),
    ]);
    const child = spawn(process.execPath, [manifest.runs.main], {
      env: {
        PATH: process.env.PATH,
        GITHUB_ACTIONS: 'true',
        GITHUB_API_URL: sandbox.url,
        GITHUB_GRAPHQL_URL: `${sandbox.url}/graphql`,
        GITHUB_EVENT_NAME: event,
        GITHUB_REPOSITORY: 'shop/web',
        GITHUB_OUTPUT: outputPath,
        GITHUB_STEP_SUMMARY: summaryPath,
        ...(payload !== undefined && { GITHUB_EVENT_PATH: payloadPath }),
        ...Object.fromEntries(given),
        ...env,
      },
    });
    let log = '';
    let stderr = '';
    child.stdout.on('data', (chunk: Buffer) => {
      log += chunk.toString();
    });
    child.stderr.on('data', (chunk: Buffer) => {
      stderr += chunk.toString();
    });
    const exitCode = await new Promise<number | null>((resolve) => child.once('close', resolve));
    return {
      exitCode,
      log,
      stderr,
      outputs: outputsIn(readFileSync(outputPath ?? '', 'utf8')),
      summary: readFileSync(summaryPath ?? '', 'utf8'),
      commands: log.split('\n').filter((line) => /^::|^##\[/.test(line)),
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** `name<<delimiter`, the value's lines, the delimiter. */
function outputsIn(file: string): Record<string, string> {
  const outputs: Record<string, string> = {};
  for (const [, name = '', , value = ''] of file.matchAll(/^([\w-]+)<<(\S+)\n([\s\S]*?)\n?\2$/gm))
    outputs[name] = value;
  return outputs;
}

/** The parts of a `pull_request` payload that say which one it is. */
export function payloadOf(pr: { readonly number: number; readonly headRef: string }, action = 'opened') {
  return { action, number: pr.number, pull_request: { number: pr.number, head: { ref: pr.headRef } } };
}
