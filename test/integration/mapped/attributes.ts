import { readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import * as ts from 'typescript';

const CHECKOUT = join(__dirname, '../../..');
const CONSTRUCTS = join(CHECKOUT, 'lib/layers/vsphere');

/**
 * Every attribute of the provider that the constructs of vSphere write, read from their source: the keys of what they hand to the
 * bindings. Each as `vsphere_compute_cluster.ha_enabled`, or `vsphere_compute_cluster.VsanDiskGroup.cache` within a block.
 */
export function mappedAttributes(): ReadonlySet<string> {
  const { config } = ts.readConfigFile(join(CHECKOUT, 'tsconfig.json'), (file) => ts.sys.readFile(file));
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, CHECKOUT);
  const files = readdirSync(CONSTRUCTS, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
  const program = ts.createProgram(
    files.map((file) => join(CONSTRUCTS, file)),
    options,
  );
  const mapped = new Mapped(program.getTypeChecker());
  for (const file of files) mapped.read(program.getSourceFile(join(CONSTRUCTS, file))!);
  return mapped.attributes;
}

class Mapped {
  public readonly attributes = new Set<string>();
  /** Properties of the configurations that the file at hand imports, for literals of no declared type. */
  private imported = new Map<string, ts.Symbol>();

  public constructor(private readonly checker: ts.TypeChecker) {}

  public read(file: ts.SourceFile): void {
    this.imported = new Map(importedTypes(file, this.checker).flatMap((type) => type.getProperties().map((each) => [each.name, each])));
    this.visit(file);
  }

  private visit(node: ts.Node): void {
    if (ts.isObjectLiteralExpression(node)) this.literal(node);
    else if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.EqualsToken) this.assignment(node.left);
    else if (ts.isCallExpression(node)) this.override(node);
    else if (ts.isNewExpression(node)) for (const each of node.arguments ?? []) this.value(each);
    ts.forEachChild(node, (child) => this.visit(child));
  }

  private literal(literal: ts.ObjectLiteralExpression): void {
    const type = this.checker.getContextualType(literal);
    for (const property of literal.properties) {
      if (ts.isSpreadAssignment(property)) this.value(property.expression);
      if (property.name === undefined || ts.isComputedPropertyName(property.name)) continue;
      const name = property.name.text;
      const symbols = type === undefined ? [this.imported.get(name)] : propertiesOf(type, name);
      for (const symbol of symbols) this.note(symbol);
      if (ts.isPropertyAssignment(property)) this.value(property.initializer);
    }
  }

  /** What goes somewhere whole: what its own type has, and the binding's too. */
  private value(expression: ts.Expression): void {
    if (ts.isObjectLiteralExpression(expression)) return;
    const target = this.checker.getContextualType(expression);
    if (target !== undefined) this.flow(target, this.checker.getTypeAtLocation(expression), 0);
  }

  private flow(target: ts.Type, source: ts.Type, depth: number): void {
    if (depth > 4) return;
    for (const [to, from] of partsOf(target, this.checker).flatMap((to) => partsOf(source, this.checker).map((from) => [to, from] as const))) {
      for (const property of from.getProperties()) {
        const written = to.getProperty(property.name);
        // What the target itself declares says nothing of what is in it: the literal that it was made by does.
        if (!written || !isBound(written) || written.declarations?.[0] === property.declarations?.[0]) continue;
        this.note(written);
        this.flow(this.checker.getTypeOfSymbol(written), this.checker.getTypeOfSymbol(property), depth + 1);
      }
    }
  }

  /** `resource.tags = …`, or `config[`${name}ShareLevel`] = …`, which means every attribute of such a name. */
  private assignment(left: ts.Expression): void {
    if (ts.isPropertyAccessExpression(left)) {
      const of = this.checker.getTypeAtLocation(left.expression).getSymbol();
      const binding = of?.declarations?.[0] === undefined ? undefined : bindingOf(of.declarations[0]);
      if (binding !== undefined) this.attributes.add(`${binding.type}.${snakeCase(left.name.text)}`);
    } else if (ts.isElementAccessExpression(left) && ts.isTemplateExpression(left.argumentExpression)) {
      const { head, templateSpans } = left.argumentExpression;
      const name = new RegExp(`^${head.text}${templateSpans.map(({ literal }) => `.+${literal.text}`).join('')}$`);
      const properties = this.checker.getTypeAtLocation(left.expression).getProperties();
      for (const property of [...properties, ...this.imported.values()]) if (name.test(property.name)) this.note(property);
    }
  }

  /** `resource.addOverride('evc_mode', …)`: what the bindings do not have. */
  private override({ expression, arguments: [name] }: ts.CallExpression): void {
    if (!ts.isPropertyAccessExpression(expression) || expression.name.text !== 'addOverride' || !name || !ts.isStringLiteral(name)) return;
    const resource = this.checker.getTypeAtLocation(expression.expression).getSymbol()?.declarations?.[0];
    const binding = resource && bindingOf(resource);
    if (binding) this.attributes.add(`${binding.type}.${name.text}`);
  }

  private note(symbol: ts.Symbol | undefined): void {
    for (const declaration of symbol?.declarations ?? []) {
      const binding = bindingOf(declaration);
      const attribute = /#(\w+) \w+#/.exec(declaration.getFullText())?.[1];
      // Terraform gives the id; a class that has one has its attribute's name.
      if (!binding || attribute === undefined || attribute === 'id' || !ts.isInterfaceDeclaration(declaration.parent)) continue;
      const block = declaration.parent.name.text.slice(binding.className.length);
      // cdktf calls a class that has the name of another one's attribute `…A`.
      this.attributes.add([binding.type, ...(/^A?Config$/.test(block) ? [] : [block]), attribute].join('.'));
    }
  }
}

/** The type of resource whose binding declares something, and the name of its class. */
function bindingOf(declaration: ts.Declaration): { readonly type: string; readonly className: string } | undefined {
  const { fileName } = declaration.getSourceFile();
  if (!fileName.includes('/@cdktf/provider-vsphere/lib/')) return undefined;
  const folder = basename(dirname(fileName));
  if (folder === 'provider') return { type: 'provider', className: 'VsphereProvider' };
  const className = pascalCase(folder.replaceAll('-', '_'));
  const data = /^data-vsphere-(.*)$/.exec(folder)?.[1];
  return { type: data === undefined ? `vsphere_${snake(folder)}` : `data.vsphere_${snake(data)}`, className };
}

/** The interfaces that a file imports from bindings, and the configuration of each class. */
function importedTypes(file: ts.SourceFile, checker: ts.TypeChecker): ts.Type[] {
  return file.statements.filter(ts.isImportDeclaration).flatMap((statement) => {
    const module = checker.getSymbolAtLocation(statement.moduleSpecifier);
    if (!module || !statement.moduleSpecifier.getText().includes('@cdktf/provider-vsphere')) return [];
    return checker
      .getExportsOfModule(module)
      .filter((each) => each.name.endsWith('Config'))
      .map((each) => checker.getDeclaredTypeOfSymbol(each));
  });
}

function propertiesOf(type: ts.Type, name: string): (ts.Symbol | undefined)[] {
  if (type.isUnion()) return type.types.flatMap((each) => propertiesOf(each, name));
  return [type.getProperty(name)];
}

function isBound(symbol: ts.Symbol): boolean {
  return (symbol.declarations ?? []).some((each) => bindingOf(each) !== undefined);
}

/** The object types that a type may be, or may be a list of. */
function partsOf(type: ts.Type, checker: ts.TypeChecker): ts.Type[] {
  if (type.isUnion()) return type.types.flatMap((each) => partsOf(each, checker));
  const element = checker.getIndexTypeOfType(type, ts.IndexKind.Number);
  if (type.flags & ts.TypeFlags.Object && element !== undefined) return partsOf(element, checker);
  return type.flags & (ts.TypeFlags.Object | ts.TypeFlags.Intersection) ? [type] : [];
}

/** Every attribute that a rendered stack sets, named as above. */
export function renderedAttributes(stack: RenderedJson): Set<string> {
  const found = new Set<string>();
  const elements = (section: Elements = {}, mode: string): void => {
    for (const [type, named] of Object.entries(section)) for (const body of Object.values(named)) walk(found, `${mode}${type}`, '', body);
  };
  elements(stack.resource, '');
  elements(stack.data, 'data.');
  for (const body of stack.provider?.vsphere ?? []) walk(found, 'provider', '', body);
  return found;
}

type Elements = Readonly<Record<string, Readonly<Record<string, object>>>>;

export interface RenderedJson {
  readonly resource?: Elements;
  readonly data?: Elements;
  readonly provider?: { readonly vsphere?: readonly object[] };
}

function walk(found: Set<string>, type: string, block: string, body: unknown): void {
  if (Array.isArray(body)) for (const each of body) walk(found, type, block, each);
  else if (typeof body === 'object' && body !== null) {
    for (const [name, value] of Object.entries(body)) {
      found.add([type, ...(block === '' ? [] : [block]), name].join('.'));
      walk(found, type, block + pascalCase(name), value);
    }
  }
}

function pascalCase(name: string): string {
  return name.replace(/(?:^|_)(\w)/g, (_, letter: string) => letter.toUpperCase());
}

function snake(folder: string): string {
  return folder.replaceAll('-', '_');
}

function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
