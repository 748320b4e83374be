/** Types of the effective configuration, which follow from `schema.ts`. */
import type { z } from 'zod';
import type { Unavailable } from '../facts/unavailable.ts';
import type { ConfigSchema } from './schema.ts';

/** Where the file stands in a repository, and in its owner's `.github`. */
export const CONFIG_PATH = '.github/leadership.yml';

/** Committed versions of a file that are looked at for a valid one, at most. */
export const MAX_VERSIONS = 200;

/** The effective configuration: every key present, defaults filled in. Keys are spelt as in the file. */
export type Config = { [Key in keyof Written]: Key extends 'objectives' ? Objectives : Written[Key] };
type Objectives = Omit<Written['objectives'], 'known'> & { known: Record<string, KnownObjective> };
type Written = z.output<ConfigSchema>;

/** An objective that is kept elsewhere. */
export interface KnownObjective {
  /** Null where only a private file of the owner tells it, and the repository is public. */
  title: string | null;
  url?: string | undefined;
  /** Its address where that must not be shown; it still tells whether an issue is this objective. */
  privateUrl?: string | undefined;
}

/** A mistake in a configuration file, found at a place in it. Lines and columns count from 1. */
export interface ConfigProblem {
  /** Which file: `owner/repository:path`, or the path as given on the command line. */
  readonly source: string;
  /** Dotted path of the key, `''` for the file as a whole. */
  readonly path: string;
  readonly message: string;
  readonly line: number;
  readonly column: number;
  /** Where the offending text ends, when it is on the same line. */
  readonly endColumn?: number;
  /**
   * `ignored`: what is written there has no effect, and the rest rules. `nothing-decided`: the file rules, and under it
   * nothing can be decided. Absent: this version of the file can't rule.
   */
  readonly consequence?: 'ignored' | 'nothing-decided';
}

/** A configuration file as read from a default branch. Its text may be anything at all. */
export interface ConfigFile {
  readonly repository: string;
  /** Whether that repository is private: what stands in the file is then not for the readers of a public one. */
  readonly isPrivate: boolean;
  readonly path: string;
  /** Head commit of the default branch that it was read from. */
  readonly commit: string;
  /** Git's id of the content: equal ids are equal texts. */
  readonly oid: string;
  /** Bytes, as GitHub counts them; `text` is null when GitHub would not give it (binary, or truncated). */
  readonly byteSize: number;
  readonly text: string | null;
}

/** Where the rules of a verdict came from; shown in the footer and in the verdict's JSON. */
export interface ConfigOrigin {
  /** The repository's file, as `owner/repository/.github/leadership.yml@4be1c07`; null when it has none. */
  readonly repository: string | null;
  /** The owner's file likewise; null when none governs here. */
  readonly owner: string | null;
  /**
   * `committed`: the newest committed version rules. `last-valid`: it is invalid, an older one rules.
   * `defaults`: no file. `defaults-invalid`: no version was ever valid, so the defaults rule with mode `warn`.
   * `unsettled`: none of those read is valid, and there are older ones; nobody knows what rules.
   */
  readonly state: 'committed' | 'last-valid' | 'defaults' | 'defaults-invalid' | 'unsettled';
  /** The owner's file could not be found: none there, or not readable. Said in the footer. */
  readonly ownerFile: 'used' | 'not-governing' | 'none-or-unreadable';
}

/** The team that a repository belongs to. */
export interface TeamScope {
  readonly id: string;
  /** What holds for all of its repositories alike: the owner's file, and in it the team's part. */
  readonly config: Config;
  /** The same as readers of a public repository may know it where the owner's file is private. */
  readonly publicConfig: Config;
  /** Only a private file tells who belongs to it, and the repository is public. */
  readonly isSecret: boolean;
}

/** Everything that reading the configuration gave. */
export interface ResolvedConfig {
  readonly config: Config;
  /** Absent where the repository shares its ledger with none. */
  readonly team?: TeamScope;
  readonly origin: ConfigOrigin;
  /** Of the files in force; empty when all is well. */
  readonly problems: readonly ConfigProblem[];
  /** The `source` of problems in the repository's own file; absent when it has none. */
  readonly ownSource?: string;
  /** Whether any file governs this repository; without one the App is silent. */
  readonly isGoverned: boolean;
  /** The repository has a weekly summary of its own; one of a team has none. Absent where no file was looked for. */
  readonly hasSummary?: boolean;
  /** The newest committed version of the repository's file is invalid. */
  readonly isCommittedInvalid: boolean;
  /** Whose older versions are needed before anything can be said: none that was given is valid. The owner's come first. */
  readonly unsettled?: readonly ('owner' | 'repository')[];
  /**
   * The rules could not be read although they must be: GitHub failed, or (`not-found`: trying again is no use)
   * `inherit: required` and nothing there, or no valid version among those read.
   */
  readonly ownerUnreadable: Unavailable | null;
  /**
   * The owner's repository whose file was asked, governing here or not; `''` where none was to be seen. Absent where it is
   * not known what the owner wants, or only an older version of the file says it.
   */
  readonly askedOwner?: string;
}
