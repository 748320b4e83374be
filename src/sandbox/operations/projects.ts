import type { Iteration, Project, ProjectItem } from '../state/model.ts';
import {
  addToProject,
  createProject,
  type ProjectInput,
  removeFromProject,
  renameProject,
  setIteration,
  setIterations,
} from '../state/projects.ts';
import type { ItemRef } from './names.ts';
import { PullRequestOperations } from './pull-requests.ts';

export class ProjectOperations extends PullRequestOperations {
  createProject(owner: string, input: ProjectInput): Project {
    return createProject(this.world, this.world.account(owner), input);
  }

  renameProject(project: Project, title: string): void {
    renameProject(this.world, project, title);
  }

  /** All of them, in time; GitHub itself moves those that are over to the completed ones. No webhook: that is how GitHub is. */
  setIterations(project: Project, iterations: readonly Iteration[]): void {
    setIterations(this.world, project, iterations);
  }

  addToProject(project: Project, item: ItemRef): ProjectItem {
    return addToProject(this.world, project, this.itemOf(item));
  }

  setIteration(project: Project, item: ProjectItem, title: string | null): void {
    setIteration(this.world, project, item, title);
  }

  removeFromProject(project: Project, item: ProjectItem): void {
    removeFromProject(this.world, project, item);
  }
}
