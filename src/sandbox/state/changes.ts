import type { Commit, FileChange } from './model.ts';

/** A changed file; with `content` its text is in the head commit too (null or `removed` takes it away). */
export type FileInput = Partial<FileChange> & { readonly path: string; readonly content?: string | null };

export function fileChange(file: FileInput): FileChange {
  const status = file.status ?? (file.previousPath === undefined ? 'modified' : 'renamed');
  return {
    path: file.path,
    status,
    previousPath: file.previousPath,
    additions: file.additions ?? 1,
    deletions: file.deletions ?? 0,
  };
}

/** What a commit of these files on top of a parent holds. */
export function content(
  parent: Commit,
  files: readonly FileInput[],
): Pick<Commit, 'changes'> & Partial<Pick<Commit, 'tree'>> {
  const changes = files.map(fileChange);
  if (files.every((file) => file.content === undefined)) return { changes };
  const tree = new Map(parent.tree);
  for (const file of files) {
    if (file.previousPath !== undefined) tree.delete(file.previousPath);
    if (file.content === null || file.status === 'removed') tree.delete(file.path);
    else if (file.content !== undefined) tree.set(file.path, file.content);
  }
  return { changes, tree };
}

/** The paths in which two trees differ, as a pull request would list them; a rename shows as removed and added. */
export function treeChanges(before: Commit['tree'], after: Commit['tree']): FileChange[] {
  if (before === after) return [];
  const changes: FileChange[] = [];
  for (const [path, text] of after) {
    if (before.get(path) !== text)
      changes.push({
        path,
        status: before.has(path) ? 'modified' : 'added',
        additions: 1,
        deletions: before.has(path) ? 1 : 0,
      });
  }
  for (const path of before.keys())
    if (!after.has(path)) changes.push({ path, status: 'removed', additions: 0, deletions: 1 });
  return changes;
}
