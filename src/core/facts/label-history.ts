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
  /** The login that we act under, without `[bot]`, lower case; null under a person's token. */
  readonly ourLogin: string | null;
  /** Logins of apps whose labels count like a person's. */
  readonly trustedApps: readonly string[];
}

/**
 * Logins that many share, so that nobody can tell whose doing it was: every workflow that writes with its job's token is
 * `github-actions`, the Action as well as any labeller beside it.
 */
const SHARED_LOGINS: ReadonlySet<string> = new Set(['github-actions']);

/** Whether our own doing can be told from that of other bots: with an app's token it can, with a person's or a job's not. */
export function knowsOwnHand(ourLogin: string | null): ourLogin is string {
  return ourLogin !== null && !SHARED_LOGINS.has(ourLogin);
}

/** Never so under a login that many share: we take nothing back, and doubt nothing, that may be another's. */
export function isOurs(by: Actor | null | undefined, { ourLogin }: Hands): boolean {
  return by?.kind === 'Bot' && knowsOwnHand(ourLogin) && bareLogin(by.login) === ourLogin;
}

/**
 * An account that is gone was a person's for all that anybody can tell, and so its doing is left alone. What may be our own
 * is no person's, even where its login is trusted: it would become its own evidence.
 */
export function isPersons(by: Actor | null, hands: Hands): boolean {
  if (by === null || by.kind !== 'Bot') return true;
  const login = bareLogin(by.login);
  if (isOurs(by, hands) || SHARED_LOGINS.has(login)) return false;
  return hands.trustedApps.some((app) => bareLogin(app) === login);
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
