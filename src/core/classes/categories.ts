import { isSameLabel } from '../facts/actor.ts';
import type { ClassFacts } from './class-facts.ts';

/**
 * The configured categories that a pull request falls into, by its own labels or by the owner's linked issues that may be
 * told.
 */
export function categoriesOf({ pullRequest, linked, config }: ClassFacts): readonly string[] {
  return Object.entries(config.categories).flatMap(([name, { labels, 'issue-types': types }]) => {
    const hasLabel = (item: { readonly labels: readonly { readonly name: string }[] }) =>
      item.labels.some((label) => labels.some((wanted) => isSameLabel(wanted, label.name)));
    const isOfType = (type: string | null) => type !== null && types.some((wanted) => isSameLabel(wanted, type));
    const falls =
      hasLabel(pullRequest) ||
      linked.some(
        ({ issue, isPublicHere, isOfSameOwner }) =>
          isPublicHere && isOfSameOwner && (hasLabel(issue) || isOfType(issue.type)),
      );
    return falls ? [name] : [];
  });
}
