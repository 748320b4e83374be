/** Who set the labels that make objectives, where their timelines do not tell: asked once a person and repository. */
import type { Config } from '#core/config/config.ts';
import { type AppliedLabel, isSameLabel } from '#core/facts/actor.ts';
import type { IssueFacts } from '#core/facts/issue.ts';
import { isUnavailable, type Unavailable, unavailable } from '#core/facts/unavailable.ts';
import type { GitHubClient } from '../client.ts';
import { mayTriage, type PermissionCache } from '../gather/permissions.ts';

/** People whose permission one summary asks for: few open an objective along with its label. */
const MAX_ASKED = 20;

const NOT_ASKED = unavailable('the permission of one more', 'unreachable');

/** The same issues with the labels settled that a template may have set in the name of whoever submitted it. */
export class LabelTrust {
  readonly #labels: readonly string[];
  readonly #known = new Map<string, boolean | Unavailable>();

  constructor({ objectives }: Pick<Config, 'objectives'>) {
    this.#labels = objectives.labels;
  }

  async ask(issues: Iterable<IssueFacts>, { github, permissions, nowMs }: Asking): Promise<void> {
    for (const { repository, labels } of issues) {
      for (const label of labels) {
        const person = this.#isOpen(label) ? personOf(repository, label) : null;
        if (person === null || !label.setBy || this.#known.has(person)) continue;
        const isTooMany = this.#known.size >= MAX_ASKED;
        const { login } = label.setBy;
        this.#known.set(person, isTooMany ? NOT_ASKED : await mayTriage(github, repository, login, permissions, nowMs));
      }
    }
  }

  settled(issue: IssueFacts): IssueFacts {
    if (!issue.labels.some((label) => this.#isOpen(label))) return issue;
    const unread = [...(issue.unread ?? [])];
    const labels = issue.labels.map((label) => {
      const person = this.#isOpen(label) ? personOf(issue.repository, label) : null;
      const may = person === null ? undefined : this.#known.get(person);
      // Nobody gains authority from a failing look-up, and nobody is told to have none.
      if (isUnavailable(may)) unread.push({ part: 'setters', reason: may.reason });
      return may === undefined || isUnavailable(may) ? label : { ...label, setterMayTriage: may };
    });
    return { ...issue, labels, ...(unread.length > 0 && { unread }) };
  }

  /** How many it is not known of, none of them by name. */
  unread(): readonly Unavailable[] {
    const { length } = [...this.#known.values()].filter(isUnavailable);
    return length === 0
      ? []
      : [unavailable(`the permission of some who labelled objectives (${length})`, 'unreachable')];
  }

  #isOpen({ name, setterMayTriage }: AppliedLabel): boolean {
    return setterMayTriage === undefined && this.#labels.some((wanted) => isSameLabel(wanted, name));
  }
}

export interface Asking {
  readonly github: GitHubClient;
  readonly permissions: PermissionCache;
  readonly nowMs: number;
}

function personOf({ nameWithOwner }: IssueFacts['repository'], { setBy }: AppliedLabel): string | null {
  return setBy ? `${nameWithOwner}:${setBy.login}`.toLowerCase() : null;
}
