/** What a delivery holds, as far as we read it. */
import type { RepositoryRef } from '#core/facts/repository.ts';

/** Who we are; null where it is not known (yet). */
export interface OurApp {
  readonly id: number | null;
  readonly slug: string | null;
}

interface RepositoryPayload {
  readonly name?: string;
  readonly owner?: { readonly login?: string; readonly name?: string } | null;
}

/** What of a payload the table reads. Everything may be missing: a payload is what somebody sent. */
export interface Payload {
  readonly action?: string;
  readonly installation?: { readonly id?: number };
  readonly repository?: RepositoryPayload & { readonly default_branch?: string };
  readonly sender?: { readonly login?: string; readonly type?: string };
  readonly pull_request?: {
    readonly number?: number;
    readonly head?: { readonly ref?: string; readonly sha?: string };
    readonly merged?: boolean;
    readonly merged_at?: string | null;
    readonly labels?: readonly ({ readonly name?: string } | null)[];
  };
  /** Of an issue or a pull request, in events about its label or its type; or the label that an event is about. */
  readonly label?: { readonly name?: string };
  readonly type?: { readonly name?: string } | null;
  /** In events that belong to no repository. */
  readonly organization?: { readonly login?: string };
  readonly issue?: {
    readonly number?: number;
    readonly updated_at?: string;
    readonly labels?: readonly ({ readonly name?: string } | null)[];
    readonly type?: { readonly name?: string } | null;
  };
  readonly changes?: {
    /** Of a pull request: another branch it is for. */
    readonly base?: unknown;
    /** Of a repository: it was renamed. */
    readonly repository?: { readonly name?: { readonly from?: string } };
    /** Of a label: it was renamed. */
    readonly name?: { readonly from?: string };
    readonly new_issue?: { readonly number?: number } | null;
    readonly new_repository?: RepositoryPayload;
    /** Of a project's item. */
    readonly field_value?: { readonly field_type?: string };
  };
  readonly sub_issue?: { readonly number?: number };
  /** Where the sub-issue is, in events about its parent. */
  readonly sub_issue_repo?: RepositoryPayload;
  readonly check_run?: {
    readonly external_id?: string | null;
    readonly head_sha?: string;
    readonly app?: { readonly id?: number } | null;
  };
  readonly check_suite?: { readonly head_sha?: string; readonly app?: { readonly id?: number } | null };
  readonly requested_action?: { readonly identifier?: string };
  readonly merge_group?: { readonly head_sha?: string; readonly head_ref?: string; readonly base_ref?: string };
  readonly ref?: string;
  readonly forced?: boolean;
  readonly commits?: readonly {
    readonly added?: readonly string[];
    readonly modified?: readonly string[];
    readonly removed?: readonly string[];
  }[];
}

export function installationOf({ installation }: Payload): number | undefined {
  return installation?.id;
}

export function repositoryOf(repository: RepositoryPayload | undefined): RepositoryRef | null {
  const owner = repository?.owner?.login ?? repository?.owner?.name;
  return owner === undefined || repository?.name === undefined ? null : { owner, name: repository.name };
}

/** What we wrote comes back as an event; nobody learns anything from it. */
export function isOurOwn({ sender }: Payload, { slug }: OurApp): boolean {
  return slug !== null && sender?.type === 'Bot' && sender.login?.toLowerCase() === `${slug}[bot]`.toLowerCase();
}
