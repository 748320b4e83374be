import type { Plugin } from 'rolldown';
import { childrenOf, type Node } from './rolldown.cuts.ts';

/** GraphQL reads lines, and how they are indented, as blanks, of which it needs few. */
export const documentsOnOneLine: Plugin = {
  name: 'documents-on-one-line',
  transform(source, id) {
    if (!/\/src\/github\/(?:summary\/)?[\w-]*documents?\.ts$/.test(id)) return null;
    const code = texts(this.parse(source, { lang: 'ts' }) as unknown as Node).reduceRight(
      (all, { start, end }) => all.slice(0, start) + onOneLine(all.slice(start, end)) + all.slice(end),
      source,
    );
    return { code };
  },
};

/** The pieces of templates, in their order. */
function texts(node: Node): readonly Node[] {
  return node.type === 'TemplateElement'
    ? [node]
    : childrenOf(node)
        .flatMap(texts)
        .sort((a, b) => a.start - b.start);
}

/** Of a document, or of a piece of one: what follows may be a name, so a blank at an end stays. */
export function onOneLine(text: string): string {
  return text.replace(/\s+/g, ' ').replace(/(?<=\S) ?([{}():,]) ?(?=\S)/g, '$1');
}
