import { canRead } from '../auth.ts';
import { htmlUrl } from '../shapes/issue.ts';
import { closingIssues } from '../state/closing-references.ts';
import type { Issue, Label, PullRequest, TimelineEvent } from '../state/model.ts';
import { isSince } from '../state/world.ts';
import { actorView, connection, type PageArguments, type View, type Viewing } from './view.ts';

export interface TimelineArguments extends PageArguments {
  readonly itemTypes?: readonly string[] | null;
  readonly since?: string | null;
}

/** Handed down, since items lead to timelines and timelines to items. */
interface Views {
  readonly label: (viewing: Viewing, label: Label) => View;
  readonly item: (viewing: Viewing, item: Issue | PullRequest) => View;
}

const ITEM_TYPES = {
  LabeledEvent: 'LABELED_EVENT',
  UnlabeledEvent: 'UNLABELED_EVENT',
  CrossReferencedEvent: 'CROSS_REFERENCED_EVENT',
  ConnectedEvent: 'CONNECTED_EVENT',
  DisconnectedEvent: 'DISCONNECTED_EVENT',
  RenamedTitleEvent: 'RENAMED_TITLE_EVENT',
  ReviewRequestedEvent: 'REVIEW_REQUESTED_EVENT',
  PullRequestReview: 'PULL_REQUEST_REVIEW',
} as const;

export function timelineView(viewing: Viewing, item: Issue | PullRequest, args: TimelineArguments, views: Views): View {
  const visible = item.timeline.filter((event) => mayShow(viewing, event));
  const events = visible.filter(
    (event) => (args.itemTypes?.includes(ITEM_TYPES[event.type]) ?? true) && isSince(event.at, args.since),
  );
  return {
    ...connection(events, args, (event) => eventView(viewing, item, event, views)),
    filteredCount: events.length,
    pageCount: events.length,
    updatedAt: item.updatedAt,
    totalCount: visible.length,
  };
}

/** What the viewer cannot see, or is no longer there, is left out and not reported. */
function mayShow(viewing: Viewing, event: TimelineEvent): boolean {
  if (!('source' in event) && !('subject' in event)) return true;
  const other = 'source' in event ? event.source : event.subject;
  const permission = other.kind === 'Issue' ? 'issues' : 'pull_requests';
  return other.repository.items.get(other.number) === other && canRead(viewing.caller, other.repository, permission);
}

function eventView(viewing: Viewing, item: Issue | PullRequest, event: TimelineEvent, views: Views): View {
  const shared = {
    __typename: event.type,
    id: event.nodeId,
    createdAt: event.at,
    actor: actorView(viewing, event.actor),
  };
  switch (event.type) {
    case 'LabeledEvent':
    case 'UnlabeledEvent':
      return { ...shared, label: views.label(viewing, event.label), labelable: () => views.item(viewing, item) };
    case 'RenamedTitleEvent':
      return { ...shared, previousTitle: event.from, currentTitle: event.to, subject: () => views.item(viewing, item) };
    case 'ReviewRequestedEvent':
      return { ...shared, requestedReviewer: actorView(viewing, event.reviewer) };
    case 'PullRequestReview': {
      const url = `${htmlUrl(viewing.world, item)}#pullrequestreview-${event.nodeId}`;
      const { state } = event;
      return { ...shared, author: shared.actor, state, body: '', submittedAt: event.at, url, resourcePath: url };
    }
    case 'CrossReferencedEvent': {
      const { source } = event;
      const url = htmlUrl(viewing.world, source);
      return {
        ...shared,
        referencedAt: event.at,
        isCrossRepository: source.repository !== item.repository,
        willCloseTarget: () =>
          source.kind === 'PullRequest' && item.kind === 'Issue' && closingIssues(viewing.world, source).includes(item),
        source: () => views.item(viewing, source),
        target: () => views.item(viewing, item),
        url,
        resourcePath: url.slice(viewing.world.url.length),
      };
    }
    case 'ConnectedEvent':
    case 'DisconnectedEvent':
      return {
        ...shared,
        isCrossRepository: event.subject.repository !== item.repository,
        source: () => views.item(viewing, item),
        subject: () => views.item(viewing, event.subject),
      };
  }
}
