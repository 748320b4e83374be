/** The vocabulary of links: what a pull request may name, and what became of each name. All of it is plain JSON. */
import type { IssueFacts } from '../facts/issue.ts';
import type { Unavailable } from '../facts/unavailable.ts';

/** A way in which a pull request names an objective, as in `objectives.accept`; `external` is a key of another tracker. */
export type Way =
  | 'closing'
  | 'sidebar'
  | 'parent'
  | 'milestone'
  | 'trailer'
  | 'label'
  | 'branch'
  | 'mention'
  | 'external';

export type ReferenceTarget =
  | { readonly kind: 'issue'; readonly owner: string; readonly name: string; readonly number: number }
  | { readonly kind: 'known'; readonly id: string }
  | { readonly kind: 'external'; readonly key: string };

/** A reference as text names it, before anybody looked whether it exists. */
export interface FoundReference {
  readonly way: 'closing' | 'trailer' | 'label' | 'branch' | 'mention' | 'external';
  /** As written, at most 80 characters. */
  readonly text: string;
  readonly target: ReferenceTarget;
}

export type RejectionReason =
  // by the parser
  | 'in-comment'
  | 'in-code'
  | 'in-quote'
  | 'no-word-boundary'
  | 'other-host'
  | 'number-out-of-range'
  | 'no-keyword'
  | 'no-number'
  | 'unknown-id'
  | 'too-many'
  | 'way-not-accepted'
  // by what it leads to
  | 'itself'
  | 'is-pull-request'
  | 'not-found'
  | 'not-planned'
  | 'duplicate'
  | 'closed-too-long'
  | 'unreadable'
  | 'closed-milestone';

export interface RejectedReference {
  readonly text: string;
  readonly reason: RejectionReason;
  /** What it would have named, where that is clear: GitHub may hold the same link all the same. */
  readonly target?: ReferenceTarget;
}

export interface ParsedReferences {
  readonly found: readonly FoundReference[];
  readonly rejected: readonly RejectedReference[];
}

/** A rejected reference as it is told. `text` is null for an issue whose very place is not for these readers. */
export type Rejection = Omit<RejectedReference, 'text'> & { readonly text: string | null };

/** One node of `closingIssuesReferences`. */
export interface ClosingReference {
  /** Linked by hand in the Development panel of either side. */
  readonly isUserLinked: boolean | Unavailable;
  readonly issue: IssueFacts;
}

/** What reading a parsed reference gave. `pull-request`: the number belongs to one. */
export type ReadReference = IssueFacts | 'pull-request' | Unavailable;

/** Both sources of links and what was read of them; key of `references` is `referenceKey(target)`. */
export interface LinkSources {
  readonly parsed: ParsedReferences;
  /** GitHub's own list; in place of each node or page that could not be read, why. */
  readonly closing: readonly (ClosingReference | Unavailable)[];
  readonly references: Readonly<Record<string, ReadReference>>;
  /** Open objectives to suggest from; null when they were not needed. */
  readonly openObjectives: readonly IssueFacts[] | Unavailable | null;
  /** Facts of the pull request itself that could not be read and could decide: its milestone, its labels. */
  readonly unread?: readonly Unavailable[];
}

/** What makes something an objective, and which. */
export interface ObjectiveRef {
  readonly by: 'label' | 'type' | 'milestone' | 'known';
  /** `#12`, `shop/plans#12`, the milestone's title or the known id; null like `Link.ref`. */
  readonly ref: string | null;
  /** Null where it must not be shown: a private issue in another repository than the pull request's. */
  readonly title: string | null;
  readonly url: string | null;
  /** Steps up from the linked issue; 0 when the link leads straight to it. */
  readonly distance: number;
}

export interface Link {
  readonly way: Way;
  /** As the author wrote it, or null (sidebar, milestone). */
  readonly text: string | null;
  /** Null for a private issue in another repository that the pull request's text does not name itself. */
  readonly ref: string | null;
  readonly title: string | null;
  readonly url: string | null;
  /** The objective that it leads to, nearest first; null when it leads to none. */
  readonly objective: ObjectiveRef | null;
  readonly flags: readonly LinkFlag[];
}

/** An issue that the pull request links to, for what its labels and type say. Never shown or written as it is. */
export interface LinkedIssue {
  readonly issue: IssueFacts;
  /** How it may be named here; null like `Link.ref`. */
  readonly ref: string | null;
  /** Whether its contents (title, labels, type) may be told here: false for a private one in another repository. */
  readonly isPublicHere: boolean;
  /** Whether its repository is of the owner of the pull request's: anybody may set any label in a repository of their own. */
  readonly isOfSameOwner: boolean;
  /** Linked for closing, by a keyword or in the Development panel, and not merely mentioned. */
  readonly isClosing: boolean;
}

export type LinkFlag =
  /** A closing keyword names an objective: merging will close it. */
  | 'closes-objective'
  /** The parser did not take it, but GitHub holds the link. */
  | 'held-by-github'
  /** Another tracker's key: nobody looked it up. */
  | 'not-verified'
  /** It carries an objective's label that nobody with triage is known to have set. */
  | 'objective-label-not-trusted'
  /** It, or what stands above it, would be an objective if another owner did not keep it. */
  | 'objective-of-other-owner';

export interface Suggestion {
  readonly ref: string;
  readonly title: string;
  readonly url: string;
  /** The strongest sign that it is the one. */
  readonly because: 'same-milestone' | 'title' | 'paths' | 'labels' | 'recent';
}

/** The outcome of joining and judging all links: plain data for the rule, the report and the verdict's JSON. */
export interface LinkReport {
  /** The ways that the configuration accepts here; the text offers no other. */
  readonly accept: readonly Way[];
  /** The word that names an objective in a line of the description; null when the configuration has none. */
  readonly trailer: string | null;
  /** Whether `objectives.known` and `objectives.external` name anything: ways that need no issues in the repository. */
  readonly hasKnown: boolean;
  readonly hasExternal: boolean;
  readonly links: readonly Link[];
  /** The issues that those links lead to directly. */
  readonly issues: readonly LinkedIssue[];
  readonly rejected: readonly Rejection[];
  /** What could not be read and could have been a link, or have led to an objective. */
  readonly unread: readonly Unavailable[];
  /** Of these, the links themselves, and not what is above an issue that was read. */
  readonly unreadLinks: readonly Unavailable[];
  /** At most three. */
  readonly suggestions: readonly Suggestion[];
  /** When passing time alone changes this report (a grace ends, GitHub's lag is over); ISO 8601, UTC. */
  readonly validUntil: string | null;
  /** GitHub holds links whose origin can't be told until then, because the description was edited seconds ago. */
  readonly settlesAt: string | null;
}
