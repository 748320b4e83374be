/** The words of `debt-capacity`: counts against a plan, and the shortest way out in numbers. */
import type { WeighedClass } from '../capacity/band.ts';
import type { Figures, UnarmedReason } from '../capacity/capacity-facts.ts';
import type { Unit } from '../capacity/weight.ts';
import type { Reason } from '../classes/class.ts';
import type { CapacityState, MergedWork } from '../facts/capacity.ts';
import type { Unavailable } from '../facts/unavailable.ts';
import type { Explanation } from '../reports/explanation.ts';
import { code, joined, type Markdown, md } from '../reports/markdown.ts';
import { dayOf, momentOf } from '../reports/time-words.ts';

/** What a failing text is made of. */
export interface Stop {
  readonly figures: Figures;
  /** The least whole units of the other class that let it pass. */
  readonly units: number;
  /** The most whole units that a smaller part of it may weigh and pass; 0 where none fits. */
  readonly part: number;
  /** Whether the days left of a sprint of the expected size hold so many. */
  readonly isLikely: boolean;
  readonly unit: Unit;
  /** The merge that took the last place. */
  readonly turnedBy: (Pick<MergedWork, 'ref' | 'mergedAt'> & { readonly isAhead: boolean }) | null;
  /** The last merge that the figures hold; null where there is none. */
  readonly countedUpTo: Pick<MergedWork, 'ref' | 'mergedAt'> | null;
  /** End of this sprint, and start of the next where one is planned; ISO 8601, UTC. */
  readonly ends: string;
  readonly next: string | null;
  readonly timezone: string;
  readonly reason: Reason;
  readonly debtLabel: string;
  readonly isFork: boolean;
  readonly help: CapacityState['help'];
  readonly listUrl: string;
}

interface Passed {
  readonly class: WeighedClass;
}

export type Args = {
  readonly inside: Passed;
  readonly 'first-of-its-class': Passed;
  readonly 'narrow-band': Passed;
  readonly forming: { readonly wanted: number };
  readonly 'no-sprint': { readonly next: string | null; readonly timezone: string };
  readonly suspended: Record<never, never>;
  readonly unarmed: { readonly because: readonly UnarmedReason[]; readonly debtLabel: string };
  readonly ceiling: Stop;
  readonly floor: Stop;
  readonly unread: Unavailable;
};

// What passes is told without counts: each merge elsewhere would make them untrue, and rewrites no check that stays green.

export function explainInside({ class: counts }: Passed): Explanation {
  return counts === 'debt'
    ? {
        title: 'Inside the debt plan of this sprint',
        statement: md`**Debt plan:** this sprint’s share for debt has room for it.`,
      }
    : {
        title: 'Leaves the debt plan of this sprint its share',
        statement: md`**Debt plan:** this sprint’s share for debt stays free when this merges.`,
      };
}

export function explainFirst({ class: counts }: Passed): Explanation {
  const what = counts === 'debt' ? 'debt work' : 'feature or other work';
  return {
    title: 'First of its kind this sprint, and larger than its share',
    statement: md`**Debt plan:** no ${what} has merged in this sprint yet, and this is larger than all of its share. One such may merge; nothing more fits then.`,
  };
}

export function explainNarrow(): Explanation {
  return {
    title: 'The debt plan is too narrow to stop this',
    statement: md`**Debt plan:** its band is narrower than this one item. Work of this size would leave it, debt or not, so it stops nothing here. A wider band or a smaller unit in the configuration would help.`,
  };
}

export function explainForming({ wanted }: Args['forming']): Explanation {
  return {
    title: `Debt plan still forming: it holds after ${wanted} merges this sprint`,
    statement: md`**Debt plan:** it is still forming, and holds once ${wanted} pull requests have merged in this sprint. Until then everything may merge.`,
  };
}

export function explainNoSprint({ next, timezone }: Args['no-sprint']): Explanation {
  const when = next === null ? md`None is planned.` : md`The next begins ${momentOf(next, timezone)}.`;
  return {
    title: `No sprint is running · ${next === null ? 'none is planned' : `the next begins ${dayOf(next, timezone)}`}`,
    statement: md`**Debt plan:** no sprint is running now, so it stops nothing. ${when}`,
  };
}

export function explainSuspended(): Explanation {
  return {
    title: 'The debt plan rests in this sprint',
    statement: md`**Debt plan:** it rests in this sprint, which ${code('sprint.innovation')} in the configuration sets apart.`,
  };
}

const MISSING: Readonly<Record<Exclude<UnarmedReason, 'no-debt'>, Markdown>> = {
  'sprint-assumed': md`nobody wrote when a sprint is (${code('sprint')} in the configuration)`,
  'floor-off': md`its lower end is switched off (${code('floor-mode: off')})`,
  'size-unknown': md`the size of a sprint is not known before two of them have ended`,
  bug: md`the fix of a bug never waits for debt work`,
};

export function explainUnarmed({ because, debtLabel }: Args['unarmed']): Explanation {
  // What has no label yet may be debt all the same.
  const noDebt = md`no debt work merged in this sprint or the six before it, and no open pull request that would count carries ${code(debtLabel)}`;
  const why = joined(
    because.map((reason) => (reason === 'no-debt' ? noDebt : MISSING[reason])),
    ', and ',
  );
  return { title: 'The debt plan does not hold this up', statement: md`**Debt plan:** it stops nothing here: ${why}.` };
}

const UNREAD: Readonly<Record<Unavailable['reason'], string>> = {
  unreachable: 'no answer',
  forbidden: 'not allowed',
  'not-found': 'not visible from here',
};

export function explainUnread({ what, reason }: Unavailable): Explanation {
  const isPassing = reason === 'unreachable';
  return {
    title: `The debt plan could not be read from GitHub · ${isPassing ? 'trying again' : UNREAD[reason]}`,
    statement: md`**Whether this fits the debt plan is not known**, since this could not be read: ${what} (${UNREAD[reason]}).`,
    ways: [
      isPassing
        ? md`Nothing needs to be changed here. Press *Re-check* if this stays for more than a few minutes.`
        : md`Nothing needs to be changed here. A maintainer checks that the app or the token may read it.`,
    ],
  };
}
