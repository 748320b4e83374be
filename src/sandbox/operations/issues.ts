import {
  closeIssue,
  createIssue,
  deleteIssue,
  editText,
  reopenIssue,
  setParent,
  setType,
  transferIssue,
} from '../state/issues.ts';
import { addLabel, removeLabel } from '../state/labels.ts';
import { setMilestone } from '../state/milestones.ts';
import type { Issue } from '../state/model.ts';
import { pinIssue, unpinIssue } from '../state/pins.ts';
import type { ItemRef, RepositoryName } from './names.ts';
import { RepositoryOperations } from './repositories.ts';

export interface NewIssue {
  readonly repo: RepositoryName;
  readonly title: string;
  readonly body?: string;
  readonly author?: string;
  readonly labels?: readonly string[];
  readonly type?: string;
  readonly parent?: ItemRef;
  /** Its number. */
  readonly milestone?: number;
}

export class IssueOperations extends RepositoryOperations {
  createIssue(input: NewIssue): Issue {
    const { repo, author, parent, milestone, ...rest } = input;
    const repository = this.repositoryOf(repo);
    return createIssue(this.world, repository, {
      ...rest,
      ...(author === undefined ? {} : { author: this.accountOf(author) }),
      ...(parent === undefined ? {} : { parent: this.issueOf(parent) }),
      ...(milestone === undefined ? {} : { milestone: this.milestoneOf(repository, milestone) }),
    });
  }

  closeIssue(issue: ItemRef, reason: 'COMPLETED' | 'NOT_PLANNED' | 'DUPLICATE' = 'COMPLETED', by?: string): void {
    const found = this.issueOf(issue);
    closeIssue(this.world, found, this.actor(found, by), reason);
  }

  reopenIssue(issue: ItemRef, by?: string): void {
    const found = this.issueOf(issue);
    reopenIssue(this.world, found, this.actor(found, by));
  }

  deleteIssue(issue: ItemRef, by?: string): void {
    const found = this.issueOf(issue);
    deleteIssue(this.world, found, this.actor(found, by));
  }

  /** To another repository of the owner; the issue as it is there. */
  transferIssue(issue: ItemRef, repo: RepositoryName, by?: string): Issue {
    const found = this.issueOf(issue);
    return transferIssue(this.world, found, this.repositoryOf(repo), this.actor(found, by));
  }

  editIssue(issue: ItemRef, text: { readonly title?: string; readonly body?: string }, by?: string): void {
    const found = this.issueOf(issue);
    editText(this.world, found, text, this.actor(found, by));
  }

  /** False where three are pinned already. */
  pinIssue(issue: ItemRef, by?: string): boolean {
    const found = this.issueOf(issue);
    return pinIssue(this.world, found, this.actor(found, by));
  }

  unpinIssue(issue: ItemRef, by?: string): void {
    const found = this.issueOf(issue);
    unpinIssue(this.world, found, this.actor(found, by));
  }

  setType(issue: ItemRef, type: string | null, by?: string): void {
    const found = this.issueOf(issue);
    setType(this.world, found, type, this.actor(found, by));
  }

  setParent(issue: ItemRef, parent: ItemRef | null, by?: string): void {
    const found = this.issueOf(issue);
    setParent(this.world, found, parent === null ? null : this.issueOf(parent), this.actor(found, by));
  }

  addLabel(item: ItemRef, label: string, by?: string): void {
    const found = this.itemOf(item);
    addLabel(this.world, found, label, this.actor(found, by));
  }

  removeLabel(item: ItemRef, label: string, by?: string): void {
    const found = this.itemOf(item);
    removeLabel(this.world, found, label, this.actor(found, by));
  }

  setMilestone(item: ItemRef, milestone: number | null, by?: string): void {
    const found = this.itemOf(item);
    setMilestone(
      this.world,
      found,
      milestone === null ? null : this.milestoneOf(found.repository, milestone),
      this.actor(found, by),
    );
  }
}
