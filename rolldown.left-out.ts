import type { Plugin } from 'rolldown';

/**
 * Parts of packages that the Action never reaches, but that nothing tells a bundler so: half of what Zod and YAML would
 * bring. Whatever stands in for one throws if it is called after all, and test/repo/bundled-reader.test.ts holds the reader
 * in the bundle against the one in the sources. A part that a package no longer has fails the build.
 */
interface Parts {
  readonly module: RegExp;
  /** Classes, and objects of methods, by name: all that they have but their constructor and these is left out. */
  readonly only?: Readonly<Record<string, readonly string[]>>;
  /** Functions and constructors of Zod by name; one within another as `outer.inner`. */
  readonly without?: readonly string[];
  /** Cases of a `switch`, by the function that holds it. */
  readonly withoutCases?: Readonly<Record<string, readonly string[]>>;
  /** Conditions that never hold, word for word: what an `if` does then, wherever it asks so. */
  readonly never?: readonly string[];
  /** Conditions that always hold where an `if` returns: what comes after it. */
  readonly always?: readonly string[];
}

/** Modules of which nothing is reached; they are still imported by what is. */
const WHOLE: readonly RegExp[] = [
  // Messages in fifty languages; ours are our own words.
  /\/zod\/v4\/locales\/index\.js$/,
  // Every schema can write itself as JSON Schema; `npm run generate` does that, from the sources.
  /\/zod\/v4\/core\/(?:json-schema-processors|to-json-schema)\.js$/,
  // Schemas are interpreted (`jitless`), not compiled.
  /\/zod\/v4\/core\/doc\.js$/,
  // Writing YAML, and making documents out of values or values out of documents: the reader walks the nodes itself.
  /\/yaml\/browser\/dist\/(?:stringify\/\w+|doc\/(?:applyReviver|createNode)|nodes\/(?:addPairToJSMap|toJS)|visit)\.js$/,
  // `scanText` lets no anchor and no alias pass.
  /\/yaml\/browser\/dist\/(?:doc\/anchors|nodes\/Alias)\.js$/,
  // Types of YAML 1.1, and those of JSON alone; files are read by the core schema of 1.2.
  /\/yaml\/browser\/dist\/schema\/(?:yaml-1\.1\/\w+|json\/schema)\.js$/,
];

const PARTS: readonly Parts[] = [
  // Every schema can become any other by a method, and every string check itself for twenty formats.
  {
    module: /\/zod\/v4\/classic\/schemas\.js$/,
    only: {
      ZodType: [
        'check',
        'clone',
        'default',
        'describe',
        'meta',
        'optional',
        'parse',
        'prefault',
        'refine',
        'safeParse',
      ],
      _ZodString: ['max', 'min', 'regex', 'trim'],
      ZodString: [],
      ZodNumber: ['max', 'min'],
      ZodArray: ['max', 'min'],
      ZodObject: [],
    },
    without: ['ZodEnum.extract', 'ZodEnum.exclude'],
  },
  // Findings are read one by one.
  {
    module: /\/zod\/v4\/classic\/errors\.js$/,
    without: ['initializer.format', 'initializer.flatten', 'initializer.addIssue', 'initializer.addIssues'],
  },
  {
    module: /\/zod\/v4\/core\/schemas\.js$/,
    without: [
      '$ZodType.handleCanaryResult',
      '$ZodObjectJIT.generateFastpass',
      'standardProps',
      '$ZodObject.propValues',
      '$ZodEnum.pattern',
      '$ZodLiteral.pattern',
      '$ZodOptional.pattern',
      '$ZodOptional.values',
    ],
    // Nothing is checked in the background, written back, or has keys from a list.
    never: [
      'result instanceof Promise',
      'r instanceof Promise',
      'asyncResult || _ instanceof Promise',
      'asyncResult',
      'proms.length',
      'ctx.direction === "backward"',
      'values && !def.partial',
      'jit && fastEnabled && ctx?.async === false && ctx.jitless !== true',
    ],
  },
  // Documents are read and never changed, copied or written; the same holds for what they are made of.
  {
    module: /\/yaml\/browser\/dist\/doc\/Document\.js$/,
    only: { Document: ['setSchema'] },
    withoutCases: { 'Document.setSchema': ['1.1'] },
  },
  {
    module: /\/yaml\/browser\/dist\/nodes\/Collection\.js$/,
    only: { Collection: [] },
    without: ['collectionFromPath'],
  },
  { module: /\/yaml\/browser\/dist\/nodes\/YAMLMap\.js$/, only: { YAMLMap: ['tagName'] } },
  { module: /\/yaml\/browser\/dist\/nodes\/YAMLSeq\.js$/, only: { YAMLSeq: ['tagName'] } },
  { module: /\/yaml\/browser\/dist\/nodes\/Pair\.js$/, only: { Pair: [] } },
  { module: /\/yaml\/browser\/dist\/nodes\/Scalar\.js$/, only: { Scalar: [] } },
  { module: /\/yaml\/browser\/dist\/nodes\/Node\.js$/, only: { NodeBase: [] } },
  { module: /\/yaml\/browser\/dist\/schema\/Schema\.js$/, only: { Schema: [] } },
  {
    module: /\/yaml\/browser\/dist\/compose\/composer\.js$/,
    only: { Composer: ['compose', 'decorate', 'end', 'next'] },
    withoutCases: { 'Composer.next': ['directive'] },
  },
  // `scanText` lets no directive, no tag, no anchor and no alias pass, and asks for no line numbers.
  { module: /\/yaml\/browser\/dist\/doc\/directives\.js$/, only: { Directives: ['atDocument'] } },
  {
    module: /\/yaml\/browser\/dist\/compose\/compose-scalar\.js$/,
    without: ['findScalarTagByName'],
    never: ['ctx.options.stringKeys && ctx.atKey', 'tagName', 'schema.compat'],
  },
  {
    module: /\/yaml\/browser\/dist\/compose\/compose-node\.js$/,
    without: ['composeAlias'],
    withoutCases: { composeNode: ['alias'] },
    never: ['anchor'],
  },
  { module: /\/yaml\/browser\/dist\/compose\/resolve-props\.js$/, withoutCases: { resolveProps: ['anchor', 'tag'] } },
  { module: /\/yaml\/browser\/dist\/public-api\.js$/, never: ['prettyErrors && lineCounter'] },
  { module: /\/yaml\/browser\/dist\/schema\/tags\.js$/, always: ['schemaTags && !customTags'] },
  {
    module: /\/yaml\/browser\/dist\/compose\/compose-collection\.js$/,
    always: [
      "!tagToken || !tagName || tagName === '!' || (tagName === YAMLMap.tagName && expType === 'map') || (tagName === YAMLSeq.tagName && expType === 'seq')",
    ],
    never: ["tagName === '!' || tagName === Coll.tagName", 'tagName'],
  },
  { module: /\/yaml\/browser\/dist\/schema\/core\/bool\.js$/, without: ['boolTag.stringify'] },
  { module: /\/yaml\/browser\/dist\/schema\/core\/int\.js$/, without: ['intStringify'] },
  { module: /\/yaml\/browser\/dist\/schema\/common\/string\.js$/, without: ['string.stringify'] },
  { module: /\/yaml\/browser\/dist\/errors\.js$/, without: ['prettifyError'] },
];

/** A module that exports just `leftOut`. */
export const LEFT_OUT = '\0left-out';

export const leftOut: Plugin = {
  name: 'left-out',
  resolveId: (id) => (id === LEFT_OUT ? { id, moduleSideEffects: false } : null),
  load: (id) =>
    id === LEFT_OUT
      ? `export function leftOut() { throw new Error('Left out of the bundle: rolldown.left-out.ts'); }`
      : null,
  transform(source, id) {
    const isWhole = WHOLE.some((module) => module.test(id));
    const parts = PARTS.find(({ module }) => module.test(id));
    if (!isWhole && parts === undefined) return null;
    const program = this.parse(source) as unknown as Node;
    const imported = `import { leftOut } from '${LEFT_OUT}';\n`;
    if (parts === undefined) {
      const stubs = exportedNames(program).map((name) => `export { leftOut as ${name} };\n`);
      if (stubs.length === 0) this.error(`${id} exports nothing that rolldown.left-out.ts could stand in for.`);
      return { code: imported + stubs.join(''), moduleSideEffects: false };
    }
    const cuts = new Cuts(parts, source);
    cuts.visit(program, '', null);
    const missing = cuts.missing();
    if (missing.length > 0) this.error(`${id} no longer has what rolldown.left-out.ts names: ${missing.join(', ')}.`);
    return { code: imported + cuts.applyTo(source), moduleSideEffects: false };
  },
  // A module that nothing imports any more would otherwise go unnoticed.
  buildEnd() {
    const ids = [...this.getModuleIds()];
    const unused = [...WHOLE, ...PARTS.map(({ module }) => module)].filter((part) => !ids.some((id) => part.test(id)));
    if (unused.length > 0) this.error(`Nothing in the bundle is ${unused.join(', ')}, of rolldown.left-out.ts.`);
  },
};

/** As much of ESTree as is asked for here. */
interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [key: string]: unknown;
}

const FUNCTIONS = ['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression'];

/** Finds what is to be left out of a module. Names are paths: `Document.clone`, `ZodEnum.exclude`. */
class Cuts {
  private readonly parts: Parts;
  private readonly source: string;
  private readonly cuts: { readonly start: number; readonly end: number; readonly code: string }[] = [];
  private readonly found = new Set<string>();

  constructor(parts: Parts, source: string) {
    this.parts = parts;
    this.source = source;
  }

  /** `owner` is the class, or the constructor of Zod, whose methods are met here; null inside a function. */
  visit(node: Node, path: string, owner: string | null): void {
    const name = ownName(node);
    const inner = name === null ? path : path === '' ? name : `${path}.${name}`;
    const body = functionIn(node);
    if (
      body !== null &&
      name !== null &&
      this.isLeftOut(inner, name, node.type.endsWith('Declaration') ? null : owner)
    ) {
      if (this.isGoneWithoutTrace(node, name)) {
        const comma = /^\s*,/.exec(this.source.slice(node.end))?.[0] ?? '';
        this.cut({ start: node.start, end: node.end + comma.length }, '');
        return;
      }
      this.cut(body, body.type === 'BlockStatement' ? '{ return leftOut(); }' : 'leftOut()');
      return;
    }
    if (node.type === 'SwitchCase' && this.isCaseLeftOut(path, node)) {
      const statements = node['consequent'] as readonly Node[];
      const [first, last] = [statements[0], statements.at(-1)];
      if (first !== undefined && last !== undefined)
        this.cut({ start: first.start, end: last.end }, 'return leftOut();');
      return;
    }
    if (node.type === 'IfStatement' && this.isAmong(this.parts.always, node['test'] as Node)) {
      const [test, then] = [node['test'] as Node, node['consequent'] as Node];
      this.cut({ start: node.start, end: then.start }, `if (!(${this.textOf(test)})) return leftOut(); `);
      this.visit(then, path, owner);
      return;
    }
    if (node.type === 'IfStatement' && this.isAmong(this.parts.never, node['test'] as Node)) {
      this.cut(node['consequent'] as Node, 'return leftOut();');
      if (node['alternate'] !== null) this.visit(node['alternate'] as Node, path, owner);
      return;
    }
    const isOwner = node.type === 'ClassDeclaration' || node.type === 'VariableDeclarator';
    const below = FUNCTIONS.includes(node.type) ? null : isOwner ? name : owner;
    for (const child of childrenOf(node)) this.visit(child, inner, below);
  }

  private isLeftOut(path: string, name: string, owner: string | null): boolean {
    const { only = {}, without = [] } = this.parts;
    const kept = owner === null ? undefined : only[owner];
    if (kept !== undefined) {
      const isKept = name === 'constructor' || kept.includes(name);
      this.found.add(isKept ? path : `${owner}`);
      return !isKept;
    }
    if (!without.includes(path)) return false;
    this.found.add(path);
    return true;
  }

  /**
   * A method in an object literal need not stand there to throw when it is called: it is no function then. What is only
   * read (a getter), or would be found at another of Zod's prototypes, needs a stand-in.
   */
  private isGoneWithoutTrace(node: Node, name: string): boolean {
    const isKeptElsewhere = Object.values(this.parts.only ?? {}).some((kept) => kept.includes(name));
    return node.type === 'Property' && node['kind'] === 'init' && !isKeptElsewhere && !(name in Object.prototype);
  }

  private isCaseLeftOut(path: string, node: Node): boolean {
    const value = (node['test'] as Node | null)?.['value'];
    if (typeof value !== 'string' || !this.parts.withoutCases?.[path]?.includes(value)) return false;
    this.found.add(`${path} ${value}`);
    return true;
  }

  private isAmong(conditions: readonly string[] = [], test: Node): boolean {
    const condition = this.textOf(test);
    if (!conditions.includes(condition)) return false;
    this.found.add(condition);
    return true;
  }

  /** On one line. */
  private textOf({ start, end }: Node): string {
    return this.source.slice(start, end).replace(/\s+/g, ' ');
  }

  private cut({ start, end }: Pick<Node, 'start' | 'end'>, code: string): void {
    this.cuts.push({ start, end, code });
  }

  /** What was to be found and was not; a class of which nothing is left out any more counts, too. */
  missing(): readonly string[] {
    const { only = {}, without = [], withoutCases = {}, never = [], always = [] } = this.parts;
    const wanted = [
      ...Object.entries(only).flatMap(([owner, kept]) => [owner, ...kept.map((name) => `${owner}.${name}`)]),
      ...without,
      ...never,
      ...always,
      ...Object.entries(withoutCases).flatMap(([path, values]) => values.map((value) => `${path} ${value}`)),
    ];
    return wanted.filter((each) => !this.found.has(each));
  }

  applyTo(source: string): string {
    return this.cuts.reduceRight(
      (code, { start, end, code: by }) => code.slice(0, start) + by + code.slice(end),
      source,
    );
  }
}

/** The name that a node gives to what it holds. */
function ownName(node: Node): string | null {
  switch (node.type) {
    case 'FunctionDeclaration':
    case 'ClassDeclaration':
    case 'VariableDeclarator':
      return nameIn(node['id'] as Node | null);
    case 'MethodDefinition':
    case 'Property':
      return nameIn(node['key'] as Node);
    case 'CallExpression':
      return lazyOf(node)?.name ?? null;
    case 'AssignmentExpression': {
      const left = node['left'] as Node;
      return left.type === 'MemberExpression' ? nameIn(left['property'] as Node) : null;
    }
    default:
      return null;
  }
}

function nameIn(node: Node | null): string | null {
  if (node?.type === 'Identifier') return String(node['name']);
  return node?.type === 'Literal' ? String(node['value']) : null;
}

/** The body of the function that a node declares, or gives a name to. */
function functionIn(node: Node): Node | null {
  if (node.type === 'FunctionDeclaration') return node['body'] as Node;
  if (node.type === 'CallExpression') return (lazyOf(node)?.compute['body'] ?? null) as Node | null;
  const value = (node['value'] ?? node['init'] ?? node['right'] ?? null) as Node | null;
  return value !== null && FUNCTIONS.includes(value.type) ? (value['body'] as Node) : null;
}

/** Zod's way to have a value made once it is asked for: `defineLazyInternal(inst, 'pattern', (zod) => …)`. */
function lazyOf(node: Node): { readonly name: string; readonly compute: Node } | null {
  const [, name, compute] = node['arguments'] as readonly (Node | undefined)[];
  if (name?.type !== 'Literal' || compute === undefined || !FUNCTIONS.includes(compute.type)) return null;
  return { name: String(name['value']), compute };
}

function childrenOf(node: Node): readonly Node[] {
  return Object.values(node)
    .flat()
    .filter((value): value is Node => typeof value === 'object' && value !== null && 'type' in value);
}

function exportedNames(program: Node): readonly string[] {
  const names = (program['body'] as readonly Node[])
    .filter(({ type }) => type === 'ExportNamedDeclaration')
    .flatMap((node) => {
      const declaration = node['declaration'] as Node | null;
      const declared = (declaration?.['declarations'] as readonly Node[] | undefined) ?? [declaration ?? node];
      const listed = (node['specifiers'] as readonly Node[]).map((each) => nameIn(each['exported'] as Node));
      return [...declared.map(ownName), ...listed];
    });
  return names.filter((name) => name !== null);
}
