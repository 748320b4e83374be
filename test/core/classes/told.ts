import type { Classification } from '#core/classes/class.ts';

export function told({ class: found, reason, isUnverified }: Classification): string {
  return `${found} ${reason.code}${isUnverified ? ' unverified' : ''}`;
}

export const doubtsOf = ({ evidence }: Classification) =>
  evidence.flatMap(({ detector, doubt }) => (doubt === undefined ? [] : [`${detector} ${doubt}`]));
