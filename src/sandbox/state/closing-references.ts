/**
 * GitHub's own rule for links by keyword, written from its documentation and apart from `src/core/links`, so that the
 * two check each other: https://docs.github.com/issues/tracking-your-work-with-issues/using-issues/linking-a-pull-request-to-an-issue
 */
import type { DescriptionVersion, Issue, PullRequest } from './model.ts';
import { fullName, type World } from './world.ts';

const REFERENCE =
  /(?<![\p{L}\p{N}_-])(?:close[sd]?|fix(?:e[sd])?|resolve[sd]?)(?::[ \t]*|[ \t]+)(?:(?<repository>[\w-]+\/[\w.-]+)?#|GH-|(?<url>https?:\/\/[^\s/]+\/[\w-]+\/[\w.-]+)\/issues\/)(?<number>\d{1,10})(?![\p{L}\p{N}_])/giu;

/** What Markdown does not show as text: comments, fenced and indented code, code spans. */
export function visibleText(markdown: string): string {
  return markdown
    .replaceAll('\r\n', '\n')
    .replace(/<!--[\s\S]*?(?:-->|$)/g, ' ')
    .replace(/^ {0,3}(`{3,}|~{3,})[^\n]*\n[\s\S]*?(?:^ {0,3}\1[`~]*[ \t]*$|$(?![\s\S]))/gm, ' ')
    .replace(/(^|\n[ \t]*\n)(?:(?: {4}|\t)[^\n]*(?:\n|$))+/g, '$1')
    .replace(/(?<!`)(`+)(?!`)([\s\S]*?[^`])\1(?!`)/g, ' ');
}

/** By keyword only, in order of appearance, as the description stood when GitHub last computed it. */
export function keywordIssues(world: World, pr: PullRequest): readonly Issue[] {
  const version = settledVersion(world, pr);
  if (version === undefined || version.baseRef !== pr.repository.defaultBranch) return [];
  const found = new Set<Issue>();
  for (const match of visibleText(version.body).matchAll(REFERENCE)) {
    const { repository: short, url, number } = match.groups ?? {};
    const name = url === undefined ? (short ?? fullName(pr.repository)) : ownPath(world, url);
    const item = name === null ? undefined : world.repositories.get(name.toLowerCase())?.items.get(Number(number));
    if (item?.kind === 'Issue') found.add(item);
  }
  return [...found];
}

/** Keywords and the Development panel together: `closingIssuesReferences`. */
export function closingIssues(world: World, pr: PullRequest): readonly Issue[] {
  if (pr.sidebar.size === 0) return keywordIssues(world, pr);
  return [...new Set([...keywordIssues(world, pr), ...pr.sidebar])];
}

function settledVersion(world: World, pr: PullRequest): DescriptionVersion | undefined {
  if (world.closingLag === 0) return pr.versions.at(-1);
  const until = Date.parse(world.clock.now()) - world.closingLag;
  return pr.versions.findLast((version) => version.at <= until);
}

export function ownPath(world: World, url: string): string | null {
  return url.toLowerCase().startsWith(`${world.url.toLowerCase()}/`) ? url.slice(world.url.length + 1) : null;
}
