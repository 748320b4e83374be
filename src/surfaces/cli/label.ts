import { labelLength, MAX_LABEL_LENGTH } from '#core/facts/actor.ts';
import { nameWithOwner } from '#core/facts/repository.ts';
import { jsonLine } from '#core/reports/json-line.ts';
import { renderLabelProblem } from '#core/reports/label-problem.ts';
import { plainMarkdown } from '#core/reports/plain-markdown.ts';
import { addDays } from '#core/time.ts';
import { type BackfillPlan, planBackfill } from '#github/backfill.ts';
import { GitHubError } from '#github/errors.ts';
import { hostCapabilities } from '#github/gather/host.ts';
import { connectPaced } from '#github/transport/paced.ts';
import { MOST_REFUSED_IN_A_ROW, type Written, writeBackfill } from '#github/write-backfill.ts';
import { findAccess } from './access.ts';
import type { Command } from './arguments.ts';
import { itemsOf, labelJson, labelText } from './label-report.ts';
import { withTicker } from './progress.ts';
import { explainRefusal, repositoryHint } from './refusal.ts';
import { complainAbout, EXIT, type ExitCode, type Terminal } from './terminal.ts';

type LabelCommand = Extract<Command, { name: 'label' }>;
type Access = Parameters<typeof connectPaced>[0];

export async function label(command: LabelCommand, terminal: Terminal): Promise<ExitCode> {
  const now = new Date().toISOString();
  // The date has begun nowhere on Earth.
  if (command.since > addDays(now, 1).slice(0, 10)) {
    complainAbout(terminal, `${command.since} is yet to come, so nothing changed since then.`);
    return EXIT.usage;
  }
  const access = findAccess(command, 'label', terminal);
  if (access === null) return EXIT.usage;
  const run = new Run(command, terminal, access);
  try {
    return await run.go(now);
  } catch (error) {
    if (!(error instanceof GitHubError)) throw error;
    const name = nameWithOwner(command.repository);
    return explainRefusal(error, name, terminal, repositoryHint);
  }
}

/** One back-fill, with what it is doing at the moment. */
class Run {
  readonly #command: LabelCommand;
  readonly #terminal: Terminal;
  readonly #name: string;
  readonly #github: ReturnType<typeof connectPaced>;
  readonly #interrupt = new AbortController();
  /** Milliseconds since 1970. */
  #waitsUntil = 0;

  constructor(command: LabelCommand, terminal: Terminal, access: Access) {
    this.#command = command;
    this.#terminal = terminal;
    this.#name = nameWithOwner(command.repository);
    this.#github = connectPaced(access, { pause: (ms) => this.#pause(ms) });
  }

  async go(now: string): Promise<ExitCode> {
    const plan = await this.#read(now);
    const { apply, json } = this.#command;
    if (plan.kind === 'archived') {
      this.#terminal.print(
        json
          ? jsonLine({ repository: plan.nameWithOwner, skipped: 'archived' })
          : `${plan.nameWithOwner} is not labelled: it is archived.`,
      );
      return EXIT.pass;
    }
    if (plan.kind === 'no-rules') {
      const why = `What rules in ${plan.nameWithOwner} is not known: ${plan.unread.what} could not be read.`;
      complainAbout(this.#terminal, why, 'Nothing was written. Check that the token can read it, or try again.');
      return plan.unread.reason === 'unreachable' ? EXIT.internal : EXIT.usage;
    }
    const refusal = apply ? this.#refusalToWrite(plan) : null;
    if (refusal !== null) {
      complainAbout(this.#terminal, refusal.problem, refusal.next);
      return EXIT.usage;
    }
    const written = apply ? await this.#write(plan) : null;
    this.#terminal.print(json ? labelJson(plan, written) : labelText(plan, written, this.#terminal.width));
    return written === null ? EXIT.pass : this.#conclude(plan, written);
  }

  #read(now: string) {
    const { repository, since } = this.#command;
    let count = 0;
    const request = {
      github: this.#github,
      host: hostCapabilities(),
      repository,
      since,
      now,
      onPage: (readSoFar: number) => {
        count = readSoFar;
      },
    };
    const state = () => `Reading ${this.#name}: ${count} so far${this.#waiting()} …`;
    return withTicker(this.#terminal, state, () => planBackfill(request));
  }

  #refusalToWrite({ viewer, config }: BackfillPlan): { readonly problem: string; readonly next: string } | null {
    const name = config.debt.label;
    if (labelLength(name) > MAX_LABEL_LENGTH) {
      return {
        problem: `GitHub refuses labels of more than ${MAX_LABEL_LENGTH} characters, and debt.label is longer: ${name}`,
        next: 'Shorten it in the configuration.',
      };
    }
    if (!viewer.isPerson || this.#command.asMyself) return null;
    return {
      problem: `This token is a person’s (${viewer.login}), so GitHub would record each label as set by that person. A person’s label is that person’s word, which nothing here ever touches again. Nothing was written.`,
      next: `Use the token of a GitHub App's installation, or a job's: in a workflow with \`permissions: { issues: write,
pull-requests: write, contents: read }\`, set GH_TOKEN to \${{ github.token }}. What a job sets is no person's
word, yet nothing takes it back later, since all jobs share one login; what the App's token sets, the App takes back.
If they shall be ${viewer.login}'s own word: --as-myself.`,
    };
  }

  /** The first Ctrl-C lets what was sent be answered; a second one ends it at once. */
  async #write(plan: BackfillPlan): Promise<Written> {
    const effects = itemsOf(plan, 'change').map(({ decision }) => decision.effect);
    let count = 0;
    const stop = () => this.#interrupt.abort();
    process.once('SIGINT', stop).once('SIGTERM', stop);
    try {
      const state = () => `${count} of ${effects.length} written${this.#waiting()} …`;
      return await withTicker(this.#terminal, state, () =>
        writeBackfill(effects, {
          github: this.#github,
          repository: this.#command.repository,
          signal: this.#interrupt.signal,
          pause: (ms) => this.#pause(ms),
          onWritten: (written) => {
            count = written;
          },
        }),
      );
    } finally {
      process.off('SIGINT', stop).off('SIGTERM', stop);
    }
  }

  #conclude(plan: BackfillPlan, { numbers, problems, stopped }: Written): ExitCode {
    const of = itemsOf(plan, 'change').length;
    const so = `${numbers.length} of ${of} written`;
    const again = 'Run the same command again: it goes on where it stopped.';
    if (stopped === 'interrupted') {
      complainAbout(this.#terminal, `Interrupted: ${so}.`, again);
      return EXIT.interrupted;
    }
    if (stopped === 'no-answer') {
      complainAbout(this.#terminal, `GitHub gave no answer: ${so}.`, again);
      return EXIT.internal;
    }
    const last = problems.at(-1);
    if (stopped === 'not-permitted' && last !== undefined) {
      const why = plainMarkdown(renderLabelProblem(last.problem).markdown);
      complainAbout(this.#terminal, `GitHub refuses (${so}, with the token of ${plan.viewer.login}): ${why}`, again);
      return EXIT.usage;
    }
    if (stopped === 'refused') {
      complainAbout(
        this.#terminal,
        `GitHub refused ${MOST_REFUSED_IN_A_ROW} in a row, so the rest was not tried: ${so}.`,
        'Why stands with each of them. Run again, the command begins with what is missing, these among it.',
      );
      return EXIT.usage;
    }
    if (problems.length > 0) {
      complainAbout(this.#terminal, `GitHub refused ${problems.length}: ${so}.`, 'Why stands with each of them.');
    }
    return problems.length > 0 ? EXIT.usage : EXIT.pass;
  }

  #waiting(): string {
    const seconds = Math.ceil((this.#waitsUntil - Date.now()) / 1_000);
    return seconds > 0 ? `, waiting ${seconds} s for GitHub’s limits` : '';
  }

  async #pause(ms: number): Promise<void> {
    const { signal } = this.#interrupt;
    this.#waitsUntil = Date.now() + ms;
    await new Promise<void>((resolve, reject) => {
      const end = () => {
        clearTimeout(timer);
        reject(new Error('interrupted'));
      };
      const timer = setTimeout(() => {
        signal.removeEventListener('abort', end);
        resolve();
      }, ms);
      if (signal.aborted) end();
      else signal.addEventListener('abort', end, { once: true });
    });
  }
}
