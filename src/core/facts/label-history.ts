/** Who set and removed the labels of an issue or pull request: what a person did to a label is that person's word. */
import { type Actor, bareLogin, isSameLabel } from './actor.ts';

export interface LabelEvent {
  readonly label: string;
  readonly action: 'set' | 'removed';
  /** Null where the account is gone. */
  readonly by: Actor | null;
}

export interface LabelHistory {
  /** Oldest first. */
  readonly events: readonly LabelEvent[];
  /** False where older events were not read, so that a label without one may have had some. */
  readonly isComplete: boolean;
}

/** Whose doing is told apart from a person's. */
export interface Hands {
  /** Our own login without `[bot]`, lower case; null when we act under a person's token. */
  readonly ourLogin: string | null;
  /** Logins of apps whose labels count like a person's. */
  readonly trustedApps: readonly string[];
}

export function isOurs(by: Actor | null | undefined, { ourLogin }: Hands): boolean {
  return by?.kind === 'Bot' && ourLogin !== null && bareLogin(by.login) === ourLogin;
}

/** An account that is gone was a person's for all that anybody can tell, and so its doing is left alone. */
export function isPersons(by: Actor | null, hands: Hands): boolean {
  if (by === null || by.kind !== 'Bot') return true;
  return !isOurs(by, hands) && hands.trustedApps.some((app) => bareLogin(app) === bareLogin(by.login));
}

export interface LabelWord {
  /** What a person, or a trusted app, did last to this label; null if none ever touched it. */
  readonly word: LabelEvent['action'] | null;
  /** Whether only we touched it since, or nobody at all. */
  readonly isLastOurs: boolean;
  /** Null where nobody touched it as far as was read. */
  readonly last: LabelEvent | null;
}

export function wordOn(label: string, { events }: LabelHistory, hands: Hands): LabelWord {
  const own = events.filter((event) => isSameLabel(event.label, label));
  const last = own.at(-1) ?? null;
  return {
    word: own.findLast(({ by }) => isPersons(by, hands))?.action ?? null,
    isLastOurs: last === null || isOurs(last.by, hands),
    last,
  };
}
