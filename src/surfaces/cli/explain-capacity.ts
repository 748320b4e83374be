/** The sprint of a repository with everything that it is weighed by. Reads GitHub and writes nothing. */

import { nameWithOwner } from '#core/facts/repository.ts';
import { isUnavailable, type Unavailable } from '#core/facts/unavailable.ts';
import { jsonLine } from '#core/reports/json-line.ts';
import type { GitHubClient } from '#github/client.ts';
import { GitHubError } from '#github/errors.ts';
import { hostCapabilities } from '#github/gather/host.ts';
import { readSprint, type SprintReading } from '#github/read-sprint.ts';
import { accessGitHub } from './access.ts';
import type { ExplainSubject } from './arguments.ts';
import { capacityExplanation } from './explain-capacity.data.ts';
import { layOutCapacity } from './explain-capacity.words.ts';
import { patiently } from './patience.ts';
import { withProgress } from './progress.ts';
import { explainRefusal, repositoryHint } from './refusal.ts';
import { complainAbout, EXIT, type ExitCode, type Terminal, wrap } from './terminal.ts';

type Subject = Extract<ExplainSubject, { readonly kind: 'capacity' }>;

export async function explainCapacity(
  subject: Subject,
  json: boolean,
  terminal: Terminal,
  /** ISO 8601, UTC. */
  clock: () => string = () => new Date().toISOString(),
): Promise<ExitCode> {
  const github = accessGitHub(subject, 'explain', terminal);
  if (github === null) return EXIT.usage;
  const name = nameWithOwner(subject.repository);
  let read: SprintReading;
  let now = clock();
  try {
    read = await withProgress(terminal, `Reading ${name}`, () =>
      patiently(
        () => {
          now = clock();
          return readOnce(subject, github, now);
        },
        (reading) => unreadOf(reading).some(({ reason }) => reason === 'unreachable'),
      ),
    );
  } catch (error) {
    if (!(error instanceof GitHubError)) throw error;
    return explainRefusal(error, name, terminal, repositoryHint);
  }
  if (read.kind === 'no-rules') {
    const problem = `What rules in ${read.nameWithOwner} is not known: ${read.unread.what} could not be read.`;
    complainAbout(terminal, problem, 'Check that the token can read it, or try again.');
    return exitFor([read.unread]);
  }
  const explanation = capacityExplanation(read, now);
  terminal.print(json ? jsonLine(explanation) : wrap(layOutCapacity(explanation), terminal.width));
  return exitFor(unreadOf(read));
}

function readOnce({ repository }: Subject, github: GitHubClient, now: string): Promise<SprintReading> {
  return readSprint({ github, host: hostCapabilities(), repository, now });
}

/** What the sprint lacks. */
function unreadOf(reading: SprintReading): readonly Unavailable[] {
  if (reading.kind === 'no-rules') return [reading.unread];
  const { sprint, sums, completed } = reading.capacity;
  return [sprint, sums, ...completed].filter(isUnavailable);
}

function exitFor(unread: readonly Unavailable[]): ExitCode {
  if (unread.length === 0) return EXIT.pass;
  return unread.some(({ reason }) => reason === 'unreachable') ? EXIT.internal : EXIT.usage;
}
