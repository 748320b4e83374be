/** What a band for debt will do, in words: for the check on a change of the configuration. */
import { isSprintAssumed, sprintSource, UNLESS_WRITTEN } from '../capacity/calendar.ts';
import type { Config } from '../config/config.ts';
import { configuredBand } from '../rules/debt-capacity.facts.ts';
import type { Mode } from '../verdict.ts';
import { code, joined, type Markdown, md } from './markdown.ts';

const WAITS: Readonly<Record<Mode, string | null>> = {
  off: null,
  report: null,
  warn: 'gets a warning',
  enforce: 'waits',
};

/** `mode` is that of the guardrail: neither `off` nor `report`, in which it has no check. */
export function renderBandEffect(config: Config, mode: Exclude<Mode, 'off' | 'report'>): Markdown {
  const options = config.guardrails['debt-capacity'];
  const { floor, ceiling } = configuredBand(options);
  const atFloor = WAITS[mode === 'warn' && options['floor-mode'] === 'enforce' ? 'warn' : options['floor-mode']];
  const share = `${floor / 100}–${ceiling / 100} %`;
  const above = ceiling === 10_000 ? md`` : md` What goes beyond ${ceiling / 100} % ${WAITS[mode] ?? ''}.`;
  const below =
    floor === 0 || atFloor === null
      ? md``
      : md` Where so much other work merges that ${floor / 100} % would be missed, the next of it ${atFloor}.`;
  return md`${share} of each sprint is for debt.${above}${below} ${sprintWords(config)}`;
}

function sprintWords(config: Config): Markdown {
  const { sprint, timezone } = config;
  if (isSprintAssumed(config)) {
    return md`⚠ Nothing says when a sprint is, so it stops nothing yet: write ${code('sprint')}, such as ${code('sprint: { length: 2w, anchor: 2027-01-04 }')}.`;
  }
  switch (sprintSource(config)) {
    case 'cadence': {
      const { length = UNLESS_WRITTEN.length, anchor = UNLESS_WRITTEN.anchor } = sprint;
      return md`A sprint is ${code(length)} long, and one begins on ${anchor} (${timezone}).`;
    }
    case 'milestone': {
      const titled = sprint.match === undefined ? md`` : md` that matches ${code(sprint.match)}`;
      return md`A sprint ends with the due date of each milestone${titled} (${timezone}).`;
    }
    case 'project':
      return md`A sprint is an iteration of the field ${code(sprint.field)} in project ${sprint.project ?? 0} (${timezone}).`;
  }
}

/** Why a guardrail that is on has no check. */
export function renderBandless({ guardrails }: Config): Markdown {
  const { mode, floor, ceiling } = guardrails['debt-capacity'];
  const isUnwritten = mode === undefined && floor === undefined && ceiling === undefined;
  const arm = isUnwritten ? md`; ${joined([code('floor'), code('ceiling')], ' or ')} arms it` : md``;
  return md`${code('debt-capacity')} is for reports, and has no check${arm}.`;
}
