/** What is to be left out of one module. */
export interface Parts {
  readonly module: RegExp;
  /** Classes, and objects of methods, by name: all that they have but their constructor and these is left out. */
  readonly only?: Readonly<Record<string, readonly string[]>>;
  /** Functions by name; one within another as `outer.inner`. */
  readonly without?: readonly string[];
  /** Cases of a `switch`, by the function that holds it. */
  readonly withoutCases?: Readonly<Record<string, readonly string[]>>;
  /** Conditions that never hold, word for word: what an `if` does then, wherever it asks so. */
  readonly never?: readonly string[];
  /** Conditions that always hold where an `if` returns: what comes after it. */
  readonly always?: readonly string[];
}

/** As much of ESTree as is asked for here. */
export interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [key: string]: unknown;
}

const FUNCTIONS = ['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression'];

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

  /** A method in an object literal need not stand there to throw when it is called: it is no function then. */
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

function childrenOf(node: Node): readonly Node[] {
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
