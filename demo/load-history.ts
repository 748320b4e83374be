import type { History, HistoryEvent } from './history.ts';
import { NAME, OWNER, TEAM } from './history-words.ts';
import type { SandboxClient } from './sandbox-client.ts';

export const REPOSITORY = `${OWNER}/${NAME}`;

/** Makes the repository and lets its history happen there, each event at its own time. */
export async function loadHistory(sandbox: SandboxClient, { events }: History): Promise<void> {
  await sandbox.act('createRepository', {
    owner: OWNER,
    name: NAME,
    files: { 'README.md': '# The shop\n', 'package.json': '{}\n' },
  });
  for (const [login, role] of Object.entries(TEAM)) await sandbox.act('setPermission', REPOSITORY, login, role);
  const clock = new ShiftedClock(sandbox);
  for (const event of events) {
    await clock.moveTo(event.at);
    await happen(sandbox, event);
  }
  await clock.moveBack();
}

async function happen(sandbox: SandboxClient, event: HistoryEvent): Promise<void> {
  switch (event.kind) {
    case 'milestone':
      return expectNumber(
        event,
        await sandbox.act('createMilestone', REPOSITORY, { title: event.title, dueOn: event.dueOn }),
      );
    case 'issue': {
      const { title, body, author, labels, parent, milestone } = event;
      const links = {
        ...(parent === null ? {} : { parent: `${REPOSITORY}#${parent}` }),
        ...(milestone === null ? {} : { milestone }),
      };
      return expectNumber(
        event,
        await sandbox.act('createIssue', { repo: REPOSITORY, title, body, author, labels, ...links }),
      );
    }
    case 'open': {
      const { title, body, author, files, milestone } = event;
      const made = await sandbox.act('openPullRequest', {
        repo: REPOSITORY,
        title,
        body,
        author,
        files,
        ...(milestone === null ? {} : { milestone }),
      });
      return expectNumber(event, made);
    }
    case 'close-issue':
      await sandbox.act('closeIssue', `${REPOSITORY}#${event.number}`);
      return;
    case 'merge':
      await sandbox.act('merge', `${REPOSITORY}#${event.number}`);
  }
}

/** Descriptions name issues by number, so the numbers must be those that the history foresaw. */
function expectNumber({ number }: { readonly number: number }, made: Readonly<Record<string, unknown>>): void {
  if (made.number !== number) throw new Error(`The history expected #${number}, the sandbox made #${made.number}.`);
}

/** Shifts the sandbox's clock instead of setting it, since setting would freeze it for good. */
class ShiftedClock {
  readonly #sandbox: SandboxClient;
  #shift = 0;

  constructor(sandbox: SandboxClient) {
    this.#sandbox = sandbox;
  }

  async moveTo(iso: string): Promise<void> {
    await this.#shiftTo(Date.parse(iso) - Date.now());
  }

  async moveBack(): Promise<void> {
    await this.#shiftTo(0);
  }

  async #shiftTo(shift: number): Promise<void> {
    await this.#sandbox.control('POST', 'clock', { advance: shift - this.#shift });
    this.#shift = shift;
  }
}
