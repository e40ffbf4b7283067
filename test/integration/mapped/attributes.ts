import { readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import * as ts from 'typescript';
import { pascalCase, snakeCase } from './names';

const CHECKOUT = join(__dirname, '../../..');
const LAYERS = join(CHECKOUT, 'lib/layers');
const NSX_BINDINGS = '/lib/layers/nsx/bindings/';

/** Blocks within blocks, at most. */
const DEEPEST = 8;

/**
 * Every attribute of the providers that the constructs of vSphere and NSX write, read from their source: the keys of what they hand to
 * the bindings. Each as `vsphere_compute_cluster.ha_enabled`, or `vsphere_compute_cluster.VsanDiskGroup.cache` within a block.
 */
export function mappedAttributes(): ReadonlySet<string> {
  const { config } = ts.readConfigFile(join(CHECKOUT, 'tsconfig.json'), (file) => ts.sys.readFile(file));
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, CHECKOUT);
  const files = readdirSync(LAYERS, { recursive: true, encoding: 'utf8' })
    .map((file) => join(LAYERS, file))
    .filter((file) => file.endsWith('.ts') && !file.includes(NSX_BINDINGS));
  const program = ts.createProgram(files, options);
  const mapped = new Mapped(program.getTypeChecker());
  for (const file of files) mapped.read(program.getSourceFile(file)!);
  return mapped.all();
}

class Mapped {
  private readonly attributes = new Set<string>();
  /** Attributes of one binding that become those of another, as far as they are written. */
  private readonly carried: (readonly [from: string, to: string])[] = [];
  /** Properties of the configurations that the file at hand imports, for literals of no declared type. */
  private imported = new Map<string, ts.Symbol>();

  public constructor(private readonly checker: ts.TypeChecker) {}

  public read(file: ts.SourceFile): void {
    this.imported = new Map(importedTypes(file, this.checker).flatMap((type) => type.getProperties().map((each) => [each.name, each])));
    this.visit(file);
  }

  public all(): ReadonlySet<string> {
    const reached = [...this.attributes];
    for (const attribute of reached) {
      for (const [from, to] of this.carried) {
        if (from !== attribute || this.attributes.has(to)) continue;
        this.attributes.add(to);
        reached.push(to);
      }
    }
    return this.attributes;
  }

  private visit(node: ts.Node): void {
    if (ts.isObjectLiteralExpression(node)) this.literal(node);
    else if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.EqualsToken) this.assignment(node.left);
    else if (ts.isAsExpression(node)) this.flow(this.checker.getTypeAtLocation(node), this.checker.getTypeAtLocation(node.expression), 0);
    else if (ts.isCallExpression(node)) this.call(node);
    for (const each of handedOver(node)) this.value(each);
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
      else if (ts.isShorthandPropertyAssignment(property)) this.shorthand(property, symbols);
    }
  }

  private shorthand(property: ts.ShorthandPropertyAssignment, targets: readonly (ts.Symbol | undefined)[]): void {
    const value = this.checker.getShorthandAssignmentValueSymbol(property);
    for (const target of targets) if (target && value) this.flow(this.checker.getTypeOfSymbol(target), this.checker.getTypeOfSymbol(value), 0);
  }

  /** What goes somewhere whole: what its own type has, and the binding's too. */
  private value(expression: ts.Expression): void {
    if (ts.isObjectLiteralExpression(expression)) return;
    const target = this.checker.getContextualType(expression);
    if (target !== undefined) this.flow(target, this.checker.getTypeAtLocation(expression), 0);
  }

  private flow(target: ts.Type, source: ts.Type, depth: number): void {
    if (depth > DEEPEST) return;
    for (const [to, from] of partsOf(target, this.checker).flatMap((to) => partsOf(source, this.checker).map((from) => [to, from] as const))) {
      for (const property of from.getProperties()) {
        const written = to.getProperty(property.name);
        // What the target itself declares says nothing of what is in it: the literal that it was made by does.
        if (!written || !isBound(written) || written.declarations?.[0] === property.declarations?.[0]) continue;
        const sources = attributesOf(property);
        if (!isBound(property)) this.note(written);
        else for (const to of attributesOf(written)) this.carried.push(...sources.map((from) => [from, to] as const));
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

  private call({ expression, arguments: [argument] }: ts.CallExpression): void {
    if (!ts.isPropertyAccessExpression(expression) || argument === undefined) return;
    for (const resource of partsOf(this.checker.getTypeAtLocation(inner(expression.expression)), this.checker)) {
      const declaration = resource.getSymbol()?.declarations?.[0];
      const binding = declaration && bindingOf(declaration);
      if (!binding) continue;
      const { text: method } = expression.name;
      // `resource.addOverride('evc_mode', …)`: what the bindings do not have.
      if (method === 'addOverride' && ts.isStringLiteral(argument)) this.attributes.add(`${binding.type}.${argument.text}`);
      else if (/^put[A-Z]/.test(method)) this.put(binding.type, resource.getProperty(method), argument);
    }
  }

  /** `resource.putRule(rules)` */
  private put(type: string, method: ts.Symbol | undefined, value: ts.Expression): void {
    if (method === undefined) return;
    this.attributes.add(`${type}.${snakeCase(method.name).slice('put_'.length)}`);
    const [parameter] = this.checker.getTypeOfSymbol(method).getCallSignatures()[0]!.parameters;
    this.flow(this.checker.getTypeOfSymbol(parameter!), this.checker.getTypeAtLocation(value), 1);
  }

  private note(symbol: ts.Symbol | undefined): void {
    for (const attribute of attributesOf(symbol)) this.attributes.add(attribute);
  }
}

/** The attribute that a property of a binding's configuration is, or of a block in it. */
function attributesOf(symbol: ts.Symbol | undefined): string[] {
  return (symbol?.declarations ?? []).flatMap((declaration) => {
    const binding = bindingOf(declaration);
    const attribute = /#(\w+) \w+#/.exec(declaration.getFullText())?.[1];
    // Terraform gives the id; a class that has one has its attribute's name.
    if (!binding || attribute === undefined || attribute === 'id' || !ts.isInterfaceDeclaration(declaration.parent)) return [];
    const block = declaration.parent.name.text.slice(binding.className.length);
    // cdktf calls a class that has the name of another one's attribute `…A`.
    return [[binding.type, ...(/^A?Config$/.test(block) ? [] : [block]), attribute].join('.')];
  });
}

/** What a node hands to somebody who said of which type it is to be. */
function handedOver(node: ts.Node): readonly ts.Expression[] {
  if (ts.isNewExpression(node) || ts.isCallExpression(node)) return node.arguments ?? [];
  if (ts.isReturnStatement(node)) return node.expression === undefined ? [] : [node.expression];
  if (ts.isArrowFunction(node)) return ts.isBlock(node.body) ? [] : [node.body];
  return ts.isVariableDeclaration(node) && node.type !== undefined && node.initializer !== undefined ? [node.initializer] : [];
}

/** A resource whose type was stated as another one is all that it is said to be where it is declared. */
function inner(expression: ts.Expression): ts.Expression {
  const isWrapped = ts.isParenthesizedExpression(expression) || ts.isAsExpression(expression) || ts.isNonNullExpression(expression);
  return isWrapped ? inner(expression.expression) : expression;
}

/** The type of resource whose binding declares something, and the name of its class. */
function bindingOf(declaration: ts.Declaration): { readonly type: string; readonly className: string } | undefined {
  const { fileName } = declaration.getSourceFile();
  if (fileName.includes('/@cdktf/provider-vsphere/lib/')) return ofProvider('vsphere', basename(dirname(fileName)));
  return fileName.includes(NSX_BINDINGS) ? ofProvider('nsxt', basename(fileName, '.ts')) : undefined;
}

/** @param name of the folder or the file of the binding, such as `data-nsxt-policy-group` */
function ofProvider(provider: string, name: string): { readonly type: string; readonly className: string } {
  if (name === 'provider') return { type: `provider.${provider}`, className: `${pascalCase(provider)}Provider` };
  const [type, className] = [name.replaceAll('-', '_'), pascalCase(name.replaceAll('-', '_'))];
  return { type: type.startsWith(`data_${provider}_`) ? type.replace('_', '.') : `${provider}_${type}`, className };
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
