/** Parts of YAML that the Action never reaches, but that nothing tells a bundler so: more than half of it. */
import { of, type Parts } from './rolldown.cuts.ts';

/** Modules of which nothing is reached; they are still imported by what is. */
export const WHOLE_OF_YAML: readonly RegExp[] = [
  // Writing YAML.
  yaml('stringify/\\w+'),
  // Types of YAML 1.1, and those of JSON alone; files are read by the core schema of 1.2.
  yaml('schema/(?:yaml-1\\.1/\\w+|json/schema)'),
  // No directive gets this far (config/scan.ts).
  yaml('doc/directives'),
  // Keys that are written twice are found in config/yaml-tree.ts; how far `]` is indented is for YAML 1.1.
  yaml('compose/util-(?:map-includes|flow-indent-check)'),
];

/** `unread` are codes of errors, of which config/yaml-tree.ts asks for two others. */
export const PARTS_OF_YAML: readonly Parts[] = [
  // A document and its nodes are walked (config/yaml-tree.ts); they are never changed, copied, searched or written.
  {
    module: yaml('doc/Document'),
    only: { Document: ['setSchema'] },
    without: of(
      'Document.constructor.opt',
      ...['intAsBigInt', 'keepSourceTokens', 'logLevel', 'prettyErrors', 'stringKeys', 'uniqueKeys', 'version'],
    ),
    withoutCases: { 'Document.setSchema': ['1.1', 'null', 'default'] },
    never: [
      "typeof replacer === 'function' || Array.isArray(replacer)",
      "typeof version === 'number'",
      'options.schema instanceof Object',
    ],
    always: ['options === undefined && replacer', 'value === undefined', 'opt'],
    unasked: [
      'this.commentBefore = null;',
      'this.comment = null;',
      'Object.defineProperty(this, NODE_TYPE, { value: DOC });',
      'options?._directives',
      'this.directives',
    ],
  },
  {
    module: yaml('nodes/Collection'),
    only: { Collection: [] },
    unasked: [
      "Object.defineProperty(this, 'schema', { value: schema, configurable: true, enumerable: false, writable: true });",
    ],
  },
  { module: yaml('nodes/YAMLMap'), only: { YAMLMap: [] } },
  { module: yaml('nodes/YAMLSeq'), only: { YAMLSeq: [] } },
  { module: yaml('nodes/Pair'), only: { Pair: [] } },
  {
    module: yaml('nodes/Scalar'),
    only: { Scalar: [] },
    unasked: ['PLAIN', 'QUOTE_DOUBLE', 'QUOTE_SINGLE'].map((each) => `Scalar.${each} = '${each}';`),
  },
  { module: yaml('nodes/Node'), only: { NodeBase: [] } },
  {
    module: yaml('schema/Schema'),
    only: { Schema: [] },
    never: ["typeof sortMapEntries === 'function'", 'sortMapEntries === true'],
    unasked: [
      "this.compat = Array.isArray(compat) ? getTags(compat, 'compat') : compat ? getTags(null, compat) : null;",
      'this.knownTags = resolveKnownTags ? coreKnownTags : {};',
      'this.toStringOptions = toStringDefaults ?? null;',
      'Object.defineProperty(this, MAP, { value: map });',
      'Object.defineProperty(this, SEQ, { value: seq });',
    ],
  },
  {
    module: yaml('compose/composer'),
    unread: ['UNEXPECTED_TOKEN'],
    only: { Composer: ['compose', 'decorate', 'end', 'next'] },
    // The lexer begins a document before whatever ends one.
    withoutCases: { 'Composer.next': ['directive', 'default'] },
    never: ['warning', '!this.doc', 'this.atDirectives && !doc.directives.docStart', 'this.atDirectives'],
    without: of('Composer.end.opts', '_directives'),
    unasked: [
      "this.directives = new Directives({ version: options.version || '1.2' });",
      'this.doc.directives.docEnd = true;',
      'const { comment, afterEmptyLine } = parsePrelude(this.prelude);',
      'comment',
      'end.comment',
      'this.prelude.push(token.source);',
      'this.prelude = [];',
    ],
  },
  // No tag, anchor or alias gets this far (config/scan.ts).
  {
    module: yaml('compose/compose-scalar'),
    unread: ['TAG_RESOLVE_FAILED'],
    never: ['ctx.options.stringKeys && ctx.atKey', 'tagName', 'tagToken'],
    unasked: ['schema.compat', 'type', 'tag.format', 'comment'],
  },
  {
    module: yaml('compose/compose-node'),
    unread: ['RESOURCE_EXHAUSTION', 'UNEXPECTED_TOKEN'],
    withoutCases: { composeNode: ['alias'] },
    unasked: [
      'anchor',
      "anchor && node.anchor === ''",
      "atKey && ctx.options.stringKeys && (!isScalar(node) || typeof node.value !== 'string' || (node.tag && node.tag !== 'tag:yaml.org,2002:str'))",
      'ctx.options.keepSourceTokens && isSrcToken',
      'spaceBefore',
      "token.type === 'scalar' && token.source === ''",
      'node.comment = comment;',
      'isSrcToken = false;',
    ],
  },
  {
    module: yaml('compose/compose-doc'),
    unread: ['MISSING_CHAR'],
    without: of('composeDoc.opts', '_directives'),
    unasked: ['doc.directives.docStart = true;', 're.comment'],
  },
  {
    module: yaml('compose/resolve-props'),
    unread: ['MISSING_CHAR', 'UNEXPECTED_TOKEN'],
    without: of('resolveProps', 'anchor', 'tag', 'newlineAfterProp', 'spaceBefore'),
    withoutCases: { resolveProps: ['anchor', 'tag'] },
    unasked: [
      'reqSpace',
      "reqSpace && next && next.type !== 'space' && next.type !== 'newline' && next.type !== 'comma' && (next.type !== 'scalar' || next.source !== '')",
      'anchor || tag',
      'spaceBefore = true;',
    ],
  },
  {
    module: yaml('compose/resolve-block-map'),
    unread: [
      'BLOCK_AS_IMPLICIT_KEY',
      'BAD_INDENT',
      'MULTILINE_IMPLICIT_KEY',
      'KEY_OVER_1024_CHARS',
      'MISSING_CHAR',
      'IMPOSSIBLE',
    ],
    unasked: [
      'ctx.schema.compat',
      'ctx.options.keepSourceTokens',

      'mapIncludes(ctx, map.items, keyNode)',
      'keyProps.comment',
      'valueProps.comment',
      'ctx.atKey = true;',
      'ctx.atKey = false;',
    ],
  },
  {
    module: yaml('compose/resolve-block-seq'),
    unread: ['BAD_INDENT', 'MISSING_CHAR'],
    unasked: ['ctx.schema.compat', 'props.comment', 'ctx.atKey'],
  },
  {
    module: yaml('compose/resolve-flow-collection'),
    unread: [
      'UNEXPECTED_TOKEN',
      'MULTILINE_IMPLICIT_KEY',
      'MISSING_CHAR',
      'BLOCK_IN_FLOW',
      'KEY_OVER_1024_CHARS',
      'BAD_INDENT',
    ],
    unasked: [
      'ctx.options.keepSourceTokens',
      'mapIncludes(ctx, map.items, keyNode)',
      'coll.comment',
      'let prev = coll.items[coll.items.length - 1];',
      'isPair(prev)',
      'prev.comment',
      'valueProps.comment',
      'end.comment',
      'ctx.atKey',
      'ctx.atKey = true;',
      'ctx.atKey = false;',
    ],
  },
  {
    module: yaml('compose/resolve-end'),
    unread: ['MISSING_CHAR', 'UNEXPECTED_TOKEN'],
    without: ['resolveEnd.comment'],
    unasked: ["const cb = source.substring(1) || ' ';", '!comment', "sep = '';", 'comment'],
  },
  {
    module: yaml('compose/resolve-block-scalar'),
    unread: ['UNEXPECTED_TOKEN', 'MISSING_CHAR', 'BAD_INDENT'],
    // The parser says of these that they do not happen.
    never: ['!header', "props[0].type !== 'block-scalar-header'"],
    withoutCases: { parseBlockScalarHeader: ['default'] },
    without: ['resolveBlockScalar.comment', 'parseBlockScalarHeader.comment'],
    unasked: ['comment = token.source.substring(1);'],
  },
  {
    module: yaml('compose/resolve-flow-scalar'),
    unread: ['MISSING_CHAR', 'BAD_SCALAR_START', 'BAD_DQ_ESCAPE'],
    withoutCases: { resolveFlowScalar: ['default'] },
    without: ['resolveFlowScalar.comment', 'resolveFlowScalar.type'],
    unasked: ['_type = Scalar.PLAIN;', '_type = Scalar.QUOTE_SINGLE;', '_type = Scalar.QUOTE_DOUBLE;'],
  },
  {
    module: yaml('compose/compose-collection'),
    follows: [
      '!tagToken',
      "!tagToken || !tagName || tagName === '!' || (tagName === YAMLMap.tagName && expType === 'map') || (tagName === YAMLSeq.tagName && expType === 'seq')",
    ],
    unasked: ["tagName === '!' || tagName === Coll.tagName", 'tagName', "token.type === 'block-seq'"],
  },
  // A text comes whole, and where its lines begin is not asked.
  {
    module: yaml('parse/lexer'),
    without: ['Lexer.setNext'],
    withoutCases: { 'Lexer.parseNext': ['line-start', 'quoted-scalar', 'block-scalar', 'plain-scalar'] },
    unasked: [
      "typeof source !== 'string'",
      'line === null',
      '!ch && !this.atEnd',
      '!this.atEnd && !this.hasChars(4)',
      '!ch1 && !this.atEnd',
      '!this.atEnd',
      '!next && !this.atEnd',
    ],
  },
  {
    module: yaml('parse/parser'),
    withoutCases: {
      'Parser.stream': ['directive-line'],
      'Parser.blockMap': ['tag'],
      'Parser.blockSequence': ['tag'],
    },
    never: ['!token'],
    unasked: ['this.onNewLine && this.offset === 0', 'this.onNewLine'],
    // config/scan.ts counts tokens.
    always: ['source.length < 1e5'],
  },
  // What config/yaml-tree.ts does not ask for: messages with a piece of the text, and types of its own.
  {
    module: yaml('public-api'),
    never: ['prettyErrors && lineCounter'],
  },
  {
    module: yaml('schema/tags'),
    always: ['schemaTags && !customTags'],
    never: ['addMergeTag && !schemaTags.includes(merge)'],
  },
  // What is asked of a type is its `test` and, of one of a scalar, how it is resolved.
  { module: yaml('schema/common/map'), without: of('map', 'collection', 'nodeClass', 'tag', 'resolve', 'createNode') },
  { module: yaml('schema/common/seq'), without: of('seq', 'collection', 'nodeClass', 'tag', 'resolve', 'createNode') },
  { module: yaml('schema/common/string'), without: of('string', 'identify', 'tag', 'stringify') },
  { module: yaml('schema/common/null'), without: of('nullTag', 'identify', 'createNode', 'tag', 'stringify') },
  { module: yaml('schema/core/bool'), without: of('boolTag', 'identify', 'tag', 'stringify') },
  {
    module: yaml('schema/core/int'),
    without: [
      ...of('intOct', 'identify', 'tag', 'format', 'stringify'),
      ...of('int', 'identify', 'tag', 'stringify'),
      ...of('intHex', 'identify', 'tag', 'format', 'stringify'),
    ],
    never: ['intAsBigInt'],
  },
  {
    module: yaml('schema/core/float'),
    without: [
      ...of('floatNaN', 'identify', 'tag', 'stringify'),
      ...of('floatExp', 'identify', 'tag', 'format', 'stringify'),
      ...of('float', 'identify', 'tag', 'stringify'),
    ],
    unasked: ["dot !== -1 && str[str.length - 1] === '0'"],
  },
];

function yaml(modules: string): RegExp {
  return new RegExp(String.raw`/yaml/browser/dist/${modules}\.js$`);
}
