/** What is to be left out of one module. */
export interface Parts {
  readonly module: RegExp;
  /** Classes, and objects of methods, by name: all that they have but their constructor and these is left out. */
  readonly only?: Readonly<Record<string, readonly string[]>>;
  /** Functions, and properties of objects, by name; one within another as `outer.inner`. */
  readonly without?: readonly string[];
  /** Cases of a `switch`, by the function that holds it; `default`, too. */
  readonly withoutCases?: Readonly<Record<string, readonly string[]>>;
  /** Conditions that never hold, word for word: what is done then, wherever one asks so. */
  readonly never?: readonly string[];
  /** Conditions that always hold: what is done else, or comes after an `if` that returns. */
  readonly always?: readonly string[];
  /** Likewise, but where it holds because something else is left out: it is not asked any more. */
  readonly follows?: readonly string[];
  /** Statements, word for word (an `if` by its condition), that serve what nobody asks for: nothing stands in for them. */
  readonly unasked?: readonly string[];
  /** Texts that nobody reads; an empty one stands in for each. */
  readonly unread?: readonly string[];
}

/** As much of ESTree as is asked for here. */
export interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [key: string]: unknown;
}

const FUNCTIONS = ['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression'];
const ASKING = ['IfStatement', 'WhileStatement', 'ConditionalExpression'];
const STATEMENTS = ['ExpressionStatement', 'VariableDeclaration'];

/** Finds what is to be left out of a module. Names are paths: `Document.clone`. */
export class Cuts {
  private readonly parts: Parts;
  private readonly source: string;
  private readonly cuts: { readonly start: number; readonly end: number; readonly code: string }[] = [];
  private readonly found = new Set<string>();

  constructor(parts: Parts, source: string) {
    this.parts = parts;
    this.source = source;
  }

  /** `owner` is the class, or the object, whose methods are met here; null inside a function. */
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
        this.cutProperty(node);
        return;
      }
      this.cut(body, body.type === 'BlockStatement' ? '{ return leftOut(); }' : 'leftOut()');
      return;
    }
    // What is taken out of an object is no part of one.
    if (node.type === 'ObjectPattern') return;
    if (node.type === 'Property' && body === null && this.isLeftOut(inner, name ?? '', null)) {
      this.cutProperty(node);
      return;
    }
    if (node.type === 'Literal' && this.isUnread(node)) {
      this.cut(node, "''");
      return;
    }
    if (this.isUnasked(node)) {
      this.cut(node, ';');
      return;
    }
    if (node.type === 'SwitchCase' && this.isCaseLeftOut(path, node)) {
      const statements = node['consequent'] as readonly Node[];
      const [first, last] = [statements[0], statements.at(-1)];
      if (first !== undefined && last !== undefined)
        this.cut({ start: first.start, end: last.end }, 'return leftOut();');
      return;
    }
    if (ASKING.includes(node.type) && this.cutByCondition(node, path, owner)) return;
    const isOwner = node.type === 'ClassDeclaration' || node.type === 'VariableDeclarator';
    const below = FUNCTIONS.includes(node.type) ? null : isOwner ? name : owner;
    for (const child of childrenOf(node)) this.visit(child, inner, below);
  }

  private isUnread({ value }: Node): boolean {
    if (typeof value !== 'string' || !this.parts.unread?.includes(value)) return false;
    this.found.add(value);
    return true;
  }

  private isUnasked(node: Node): boolean {
    if (node.type === 'IfStatement') return this.isAmong(this.parts.unasked, node['test'] as Node);
    return STATEMENTS.includes(node.type) && this.isAmong(this.parts.unasked, node);
  }

  /** True when what is asked is settled. */
  private cutByCondition(node: Node, path: string, owner: string | null): boolean {
    const test = node['test'] as Node;
    const then = (node['consequent'] ?? node['body']) as Node;
    const otherwise = (node['alternate'] ?? null) as Node | null;
    const isExpression = node.type === 'ConditionalExpression';
    if (this.isAmong(this.parts.never, test)) {
      this.cut(then, isExpression ? 'leftOut()' : 'return leftOut();');
      if (otherwise !== null) this.visit(otherwise, path, owner);
      return true;
    }
    const isCertain = this.isAmong(this.parts.follows, test);
    if (!isCertain && !this.isAmong(this.parts.always, test)) return false;
    const guard = isCertain ? '' : `if (!(${this.textOf(test)})) return leftOut();`;
    if (!isExpression) this.cut({ start: node.start, end: then.start }, `{ ${guard} `);
    this.visit(then, path, owner);
    if (isExpression && otherwise !== null) this.cut(otherwise, 'leftOut()');
    else this.cut({ start: then.end, end: node.end }, ' }');
    return true;
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

  /** A method need not stand there to throw when it is called: it is no function then. */
  private isGoneWithoutTrace(node: Node, name: string): boolean {
    const isKeptElsewhere = Object.values(this.parts.only ?? {}).some((kept) => kept.includes(name));
    const isCalled = (node.type === 'Property' && node['kind'] === 'init') || node['kind'] === 'method';
    return isCalled && !isKeptElsewhere && !(name in Object.prototype);
  }

  private isCaseLeftOut(path: string, node: Node): boolean {
    const test = node['test'] as Node | null;
    const value = test === null ? 'default' : String(test['value']);
    if (!this.parts.withoutCases?.[path]?.includes(value)) return false;
    this.found.add(`${path} ${value}`);
    return true;
  }

  private isAmong(conditions: readonly string[] = [], test: Node): boolean {
    const condition = this.textOf(test);
    if (!conditions.includes(condition)) return false;
    this.found.add(condition);
    return true;
  }

  /** On one line, without comments. */
  private textOf({ start, end }: Node): string {
    return this.source
      .slice(start, end)
      .replace(/\/\*.*?\*\//gs, '')
      .replace(/\s+/g, ' ');
  }

  private cutProperty({ start, end }: Node): void {
    const comma = /^\s*,/.exec(this.source.slice(end))?.[0] ?? '';
    this.cut({ start, end: end + comma.length }, '');
  }

  private cut({ start, end }: Pick<Node, 'start' | 'end'>, code: string): void {
    this.cuts.push({ start, end, code });
  }

  /** What was to be found and was not; a class of which nothing is left out any more counts, too. */
  missing(): readonly string[] {
    const {
      only = {},
      without = [],
      withoutCases = {},
      never = [],
      always = [],
      follows = [],
      unasked = [],
      unread = [],
    } = this.parts;
    const wanted = [
      ...Object.entries(only).flatMap(([owner, kept]) => [owner, ...kept.map((name) => `${owner}.${name}`)]),
      ...without,
      ...never,
      ...always,
      ...follows,
      ...unasked,
      ...unread,
      ...Object.entries(withoutCases).flatMap(([path, values]) => values.map((value) => `${path} ${value}`)),
    ];
    return wanted.filter((each) => !this.found.has(each));
  }

  apply(): string {
    return this.cuts.reduceRight(
      (all, { start, end, code }) => all.slice(0, start) + code + all.slice(end),
      this.source,
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
  const value = (node['value'] ?? node['init'] ?? node['right'] ?? null) as Node | null;
  return value !== null && FUNCTIONS.includes(value.type) ? (value['body'] as Node) : null;
}

export function childrenOf(node: Node): readonly Node[] {
  return Object.values(node)
    .flat()
    .filter((value): value is Node => typeof value === 'object' && value !== null && 'type' in value);
}

export function exportedNames(program: Node): readonly string[] {
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

/** Paths of properties of one object, or of what one function makes. */
export function of(object: string, ...properties: readonly string[]): readonly string[] {
  return properties.map((each) => `${object}.${each}`);
}
