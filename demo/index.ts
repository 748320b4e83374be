/**
 * `npm run demo`: a GitHub on this machine and the real server, as two processes, and a handful of pull requests. Exits
 * with 1 when a step shows anything but what it should. `-- --keep` leaves both running to be played with.
 */
import { parseArgs } from 'node:util';
import { type History, makeHistory } from './history.ts';
import { LEAD, OWNER } from './history-words.ts';
import { curlLines } from './keep.ts';
import { loadHistory, REPOSITORY } from './load-history.ts';
import { commitPlan, loadSprints, PLAN_REPOSITORY, type Sprints } from './load-sprints.ts';
import { StepPrinter } from './print.ts';
import { CONFIG, CONFIG_PATH, play } from './scenario.ts';
import { playSprint } from './sprint-story.ts';
import { type Stage, setStage } from './stage.ts';
import { differences, type Step } from './step.ts';
import { paint, terminalWidth } from './terminal.ts';
import { askForDecision, playWeek } from './weekly-story.ts';

/** The same team every time. */
const SEED = 2026;
/** Of a shell, for a process that was stopped by Ctrl-C. */
const EXIT_INTERRUPTED = 130;

const USAGE = `Usage: npm run demo [-- --keep]

  --keep  leave GitHub and the server running afterwards, to be played with by curl
`;

const keep = readArguments();
let isKept = false;
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  // The children end with this process (end-with-parent.ts).
  process.once(signal, () => process.exit(isKept ? process.exitCode : EXIT_INTERRUPTED));
}
if (keep !== null) {
  try {
    process.exitCode = await demo(keep);
  } catch (error) {
    say(`The demo stopped: ${error instanceof Error ? error.message : String(error)}`);
    process.exitCode = 1;
  }
}

function readArguments(): boolean | null {
  try {
    return parseArgs({ options: { keep: { type: 'boolean', default: false } } }).values.keep;
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`);
    process.exitCode = 2;
    return null;
  }
}

async function demo(stays: boolean): Promise<number> {
  const now = new Date().toISOString();
  const history = makeHistory(SEED, now);
  const start = performance.now();
  say(
    'Starting a GitHub on this machine and the Leadership Guardrails server: two processes that meet over HTTP only.',
  );
  const { stage, prepared: sprints } = await setStage([OWNER], async (sandbox) => {
    await loadHistory(sandbox, history);
    return loadSprints(sandbox, now);
  });
  try {
    introduce(history);
    const { wrong, newest } = await playAll(stage, history, sprints, start);
    process.exitCode = wrong > 0 ? 1 : 0;
    if (stays) await stayUp(stage, history, newest + 1);
    return process.exitCode;
  } finally {
    await stage.close();
  }
}

function introduce({ events, open }: History): void {
  const merged = events.filter(({ kind }) => kind === 'merge').length;
  say(`${REPOSITORY} has ${merged} pull requests merged in half a year, and ${open.length} open objectives:`);
  for (const { objective, title } of open) say(`   #${objective} ${title}`);
  say(`\n${LEAD}, who maintains it, commits ${CONFIG_PATH}:`);
  say(CONFIG.trimEnd().replaceAll(/^/gm, '   '));
  say('');
}

interface Outcome {
  /** Steps that showed something else than they should. */
  readonly wrong: number;
  /** The highest number of a pull request. */
  readonly newest: number;
}

async function playAll(stage: Stage, history: History, sprints: Sprints, start: number): Promise<Outcome> {
  const { sandbox } = stage;
  await sandbox.act('writeFile', REPOSITORY, CONFIG_PATH, CONFIG, { author: LEAD });
  await askForDecision(sandbox);
  await sandbox.control('POST', 'settle');
  await sandbox.control('DELETE', 'tape');
  const printer = new StepPrinter(terminalWidth());
  let number = 0;
  let wrong = 0;
  let newest = 0;
  const count = (found: readonly string[]) => {
    number += 1;
    if (found.length > 0) wrong += 1;
  };
  const show = (step: Step) => {
    count(differences(step));
    say(printer.print(step));
  };
  for await (const step of play(sandbox, history)) {
    newest = Math.max(newest, step.pullRequest.number);
    show(step);
  }
  await commitPlan(sandbox, sprints, LEAD);
  await sandbox.control('POST', 'settle');
  say(`Another repository of the team, ${PLAN_REPOSITORY}, has a debt plan:`);
  say(`${sprints.config.trimEnd().replaceAll(/^/gm, '   ')}\n`);
  for await (const step of playSprint(stage, sprints)) show(step);
  for await (const step of playWeek(stage, sprints.began)) {
    count(step.differences);
    say(printer.printWeek(step));
  }
  const { reads, writes, points } = await sandbox.counts();
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  say(
    `${number} steps, ${wrong === 0 ? 'all as they should be' : `${wrong} NOT as they should be`} · the server sent GitHub ${reads} reads (${points} points) and ${writes} writes · ${seconds} s`,
  );
  return { wrong, newest };
}

async function stayUp({ sandbox }: Stage, { open }: History, next: number): Promise<never> {
  say('');
  say(await curlLines(sandbox, next, open[0]?.objective ?? 1));
  say(paint('bold', 'Both stay up until Ctrl-C.'));
  isKept = true;
  return new Promise(() => {});
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
