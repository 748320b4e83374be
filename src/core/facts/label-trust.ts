import { millisecondsBetween } from '../time.ts';
import { type Actor, type AppliedLabel, bareLogin } from './actor.ts';

/**
 * Labels that an issue template sets appear with the submitter as actor, within moments of creation, although the
 * submitter may have no triage at all. Any later labelling by a person proves triage: GitHub let them do it.
 */
const TEMPLATE_WINDOW_MS = 60_000;

export interface LabelContext {
  readonly author: Actor | null;
  /** ISO 8601, UTC. */
  readonly createdAt: string;
  /** Whether every labelling since creation was read. */
  readonly isTimelineComplete: boolean;
  /**
   * True for issues. Pull requests have no templates that label, so any person's label on one proves triage; and they are
   * never transferred, so each of their labels has its labelling.
   */
  readonly templatesLabel: boolean;
}

/**
 * Whether a person with triage or more, or a trusted app, set this label. Undefined: only the submitter's permission, or
 * an older part of the timeline, can tell.
 */
export function setterMayTriage(
  label: Pick<AppliedLabel, 'setBy' | 'setAt'>,
  context: LabelContext,
  trustedApps: readonly string[],
): boolean | undefined {
  const { setBy, setAt } = label;
  if (setBy === undefined || setAt === undefined) {
    if (!context.templatesLabel) return false;
    // With no labelling in a complete timeline it came along with a transfer, which takes write in both repositories.
    return context.isTimelineComplete ? true : undefined;
  }
  if (setBy === null) return false;
  if (setBy.kind === 'Bot') return trustedApps.some((app) => bareLogin(app) === bareLogin(setBy.login));
  if (setBy.kind !== 'User') return false;
  const isSubmitter = context.author !== null && context.author.login === setBy.login;
  if (!context.templatesLabel || !isSubmitter) return true;
  return millisecondsBetween(context.createdAt, setAt) > TEMPLATE_WINDOW_MS ? true : undefined;
}
