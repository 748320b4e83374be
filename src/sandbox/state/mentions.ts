import { ownPath, visibleText } from './closing-references.ts';
import type { Issue, PullRequest } from './model.ts';
import { fullName, nodeId, type World } from './world.ts';

const MENTION =
  /(?<![\p{L}\p{N}_/-])(?:(?<repository>[\w-]+\/[\w.-]+)?#|GH-|(?<url>https?:\/\/[^\s/]+\/[\w-]+\/[\w.-]+)\/(?:issues|pull)\/)(?<number>\d{1,10})(?![\p{L}\p{N}_])/giu;

/**
 * What the description mentions gets a cross-reference in its timeline: once for each source, told to nobody, and there to
 * stay when an edit takes the mention out.
 */
export function recordMentions(world: World, source: Issue | PullRequest): void {
  for (const match of visibleText(source.body).matchAll(MENTION)) {
    const { repository: short, url, number } = match.groups ?? {};
    const name = url === undefined ? (short ?? fullName(source.repository)) : ownPath(world, url);
    const target = name === null ? undefined : world.repositories.get(name.toLowerCase())?.items.get(Number(number));
    if (target === undefined || target === source) continue;
    if (target.timeline.some((event) => event.type === 'CrossReferencedEvent' && event.source === source)) continue;
    target.timeline.push({
      type: 'CrossReferencedEvent',
      nodeId: nodeId('CRE', world.nextId()),
      at: world.stamp(),
      actor: source.author,
      source,
    });
  }
}
