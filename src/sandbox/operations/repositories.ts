import { createAccount } from '../state/accounts.ts';
import { createLabel, deleteLabel, updateLabel } from '../state/labels.ts';
import {
  closeMilestone,
  createMilestone,
  deleteMilestone,
  editMilestone,
  type MilestoneInput,
} from '../state/milestones.ts';
import type {
  Account,
  Commit,
  Deployment,
  DeploymentState,
  Label,
  Milestone,
  Release,
  Repository,
  Role,
} from '../state/model.ts';
import { commitFile } from '../state/push.ts';
import {
  createRepository,
  type RepositoryInput,
  renameRepository,
  setArchived,
  type WriteOptions,
} from '../state/repositories.ts';
import {
  createDeployment,
  createRelease,
  type DeploymentInput,
  type ReleaseInput,
  setDeploymentState,
} from '../state/shipping.ts';
import type { RepositoryName } from './names.ts';
import { Names } from './names.ts';

export class RepositoryOperations extends Names {
  createOrganization(login: string): Account {
    return createAccount(this.world, login, 'Organization');
  }

  /** The owner is made as an organization if nobody has that name. */
  createRepository(input: RepositoryInput): Repository {
    if (!this.world.accounts.has(input.owner.toLowerCase())) this.createOrganization(input.owner);
    return createRepository(this.world, input);
  }

  renameRepository(repo: RepositoryName, name: string): void {
    renameRepository(this.world, this.repositoryOf(repo), name);
  }

  archive(repo: RepositoryName, isArchived = true): void {
    setArchived(this.world, this.repositoryOf(repo), isArchived);
  }

  /** What a person may do in a repository; makes the account if it is new. */
  setPermission(repo: RepositoryName, login: string, role: Role): void {
    this.accountOf(login);
    this.repositoryOf(repo).roles.set(login.toLowerCase().replace(/\[bot\]$/, ''), role);
  }

  /** A commit of one file on a branch, the default one unless given; content null removes it. */
  writeFile(repo: RepositoryName, path: string, content: string | Buffer | null, options: WriteOptions = {}): Commit {
    return commitFile(this.world, this.repositoryOf(repo), path, content, options);
  }

  createLabel(repo: RepositoryName, name: string, color?: string, description?: string): Label {
    const repository = this.repositoryOf(repo);
    const looks = { ...(color !== undefined && { color }), ...(description !== undefined && { description }) };
    return createLabel(this.world, repository, { name, ...looks }, repository.maintainer);
  }

  renameLabel(repo: RepositoryName, from: string, to: string, by?: string): void {
    const repository = this.repositoryOf(repo);
    const label = this.labelOf(repository, from);
    updateLabel(this.world, repository, label, { name: to }, this.actorIn(repository, by));
  }

  deleteLabel(repo: RepositoryName, name: string, by?: string): void {
    const repository = this.repositoryOf(repo);
    deleteLabel(this.world, repository, this.labelOf(repository, name), this.actorIn(repository, by));
  }

  createMilestone(repo: RepositoryName, input: MilestoneInput): Milestone {
    return createMilestone(this.world, this.repositoryOf(repo), input);
  }

  closeMilestone(milestone: Milestone): void {
    closeMilestone(this.world, milestone);
  }

  renameMilestone(milestone: Milestone, title: string): void {
    editMilestone(this.world, milestone, { title });
  }

  editMilestone(
    milestone: Milestone,
    change: { readonly title?: string; readonly dueOn?: string | null; readonly description?: string | null },
  ): void {
    editMilestone(this.world, milestone, change);
  }

  deleteMilestone(milestone: Milestone): void {
    deleteMilestone(this.world, milestone);
  }

  setIssuesEnabled(repo: RepositoryName, hasIssues: boolean): void {
    this.repositoryOf(repo).hasIssues = hasIssues;
  }

  /** To `production`, and a success, unless `input` says otherwise. No webhook. */
  deploy(repo: RepositoryName, input: DeploymentInput = {}): Deployment {
    return createDeployment(this.world, this.repositoryOf(repo), input);
  }

  setDeploymentState(deployment: Deployment, state: DeploymentState): void {
    setDeploymentState(this.world, deployment, state);
  }

  /** No webhook. */
  createRelease(repo: RepositoryName, input: ReleaseInput): Release {
    return createRelease(this.world, this.repositoryOf(repo), input);
  }

  /** What GitHub lets anybody see of it, whatever they may do otherwise: an address list or a take-down has the last word. */
  restrict(repo: RepositoryName, access: Repository['access']): void {
    this.repositoryOf(repo).access = access;
  }
}
