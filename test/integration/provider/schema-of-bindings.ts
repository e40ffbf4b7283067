import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as ts from 'typescript';

/** Terraform's `providers schema -json` shape, as far as the lane needs it. */
export interface ProviderSchema {
  readonly provider: { readonly block: Block };
  readonly resource_schemas: Record<string, { version: number; block: Block }>;
  readonly data_source_schemas: Record<string, { version: number; block: Block }>;
}

interface Block {
  readonly attributes: Record<string, Attribute>;
  readonly block_types: Record<string, { nesting_mode: 'list' | 'set'; max_items?: number; min_items?: number; block: Block }>;
}

interface Attribute {
  readonly type: TerraformType;
  readonly required?: boolean;
  readonly optional?: boolean;
  readonly computed?: boolean;
  /** Terraform's format has no such thing of an attribute: the stand-in alone takes it. */
  readonly max_items?: number;
}

type TerraformType = string | readonly ['list' | 'set' | 'map', TerraformType] | readonly ['object', Record<string, TerraformType>];

/**
 * The vSphere provider's schema, read back from the bindings generated of it: which attributes and blocks there are, their types and
 * which are required. What bindings do not tell is which optional attributes are computed as well; those that are left out are null in a plan.
 */
export function schemaOfVsphereBindings(): ProviderSchema {
  const lib = join(dirname(require.resolve('@cdktf/provider-vsphere/package.json')), 'lib');
  const schema: ProviderSchema = { provider: { block: { attributes: {}, block_types: {} } }, resource_schemas: {}, data_source_schemas: {} };
  for (const folder of readdirSync(lib, { withFileTypes: true })) {
    if (!folder.isDirectory()) continue;
    const module = new BindingModule(join(lib, folder.name, 'index'));
    const { base, type, block } = module.element();
    if (base === 'TerraformProvider') (schema as { provider: unknown }).provider = { block };
    else (base === 'TerraformResource' ? schema.resource_schemas : schema.data_source_schemas)[type] = { version: 0, block };
  }
  return schema;
}

/** One generated module: its JavaScript has the attribute names and types, its declarations say which are required. */
class BindingModule {
  private readonly code: ts.SourceFile;
  private readonly interfaces = new Map<string, Map<string, boolean>>();

  public constructor(private readonly file: string) {
    this.code = ts.createSourceFile('index.js', readFileSync(`${file}.js`, 'utf8'), ts.ScriptTarget.ES2022, true);
    const declarations = ts.createSourceFile('index.d.ts', readFileSync(`${file}.d.ts`, 'utf8'), ts.ScriptTarget.ES2022, true);
    for (const statement of declarations.statements) {
      if (!ts.isInterfaceDeclaration(statement)) continue;
      const required = new Map<string, boolean>();
      for (const member of statement.members) {
        const name = /#(\w+) \w+#/.exec(member.getFullText())?.[1];
        if (name) required.set(name, member.questionToken === undefined);
      }
      this.interfaces.set(statement.name.text, required);
    }
  }

  public element(): { base: string; type: string; block: Block } {
    for (const declaration of this.classes()) {
      const base = declaration.heritageClauses?.[0]?.types[0]?.expression.getText().replace('cdktf.', '') ?? '';
      if (!/^Terraform(Resource|DataSource|Provider)$/.test(base)) continue;
      const body = declaration.getText();
      const type = /terraformResourceType: ['"](\w+)['"]/.exec(body)?.[1] ?? '';
      return { base, type, block: this.blockOf(declaration, `${declaration.name!.text}Config`, findSynthesis(declaration)) };
    }
    throw new Error(`no Terraform element in ${this.file}`);
  }

  private classes(): ts.ClassDeclaration[] {
    return this.code.statements.filter(ts.isClassDeclaration);
  }

  /** The block of a class: what it takes as configuration, and what it only computes. */
  private blockOf(reader: ts.ClassDeclaration | undefined, configuration: string, entries: ts.ObjectLiteralExpression | undefined): Block {
    const block: Block = { attributes: {}, block_types: {} };
    const required = this.interfaces.get(configuration) ?? new Map<string, boolean>();
    for (const entry of entries?.properties ?? []) {
      if (!ts.isPropertyAssignment(entry)) continue;
      const name = entry.name.getText().replace(/['"]/g, '');
      const body = entry.initializer.getText();
      const kind = /\btype: "(\w+)"/.exec(body)![1]!;
      const storage = /storageClassType: "(\w+)"/.exec(body)![1]!;
      const presence = required.get(name) ? { required: true } : { optional: true };
      if (/isBlock: true/.test(body)) {
        const struct = /(\w+)ToHclTerraform/.exec(body)![1]!;
        const className = struct.charAt(0).toUpperCase() + struct.slice(1);
        block.block_types[name] = {
          nesting_mode: kind === 'set' ? 'set' : 'list',
          ...(/listMapperHcl/.test(body) ? {} : { max_items: 1 }),
          ...(required.get(name) ? { min_items: 1 } : {}),
          block: this.blockOf(this.classNamed(`${className}OutputReference`), className, this.mapperOf(struct)),
        };
      } else {
        block.attributes[name] = { type: typeOf(kind, storage), ...presence, ...(name === 'id' ? { computed: true } : {}) };
      }
    }
    for (const [name, type] of this.computedOf(reader)) {
      if (!(name in block.attributes) && !(name in block.block_types)) block.attributes[name] = { type, computed: true };
    }
    return block;
  }

  private classNamed(name: string): ts.ClassDeclaration | undefined {
    return this.classes().find((declaration) => declaration.name?.text === name);
  }

  private mapperOf(struct: string): ts.ObjectLiteralExpression | undefined {
    const mapper = this.code.statements.find(
      (s): s is ts.FunctionDeclaration => ts.isFunctionDeclaration(s) && s.name?.text === `${struct}ToHclTerraform`,
    );
    return mapper && findAttributes(mapper);
  }

  /** Everything a class can read: attributes by accessor, complex ones by the list class that reads them. */
  private computedOf(reader: ts.ClassDeclaration | undefined): [string, TerraformType][] {
    const body = reader?.getText() ?? '';
    const found: [string, TerraformType][] = [];
    for (const [, set, accessor, name] of body.matchAll(/return (cdktf\.Fn\.tolist\()?this\.get(\w+)Attribute\('(\w+)'\)/g)) {
      found.push([name!, accessorType(accessor!, set !== undefined)]);
    }
    for (const [, list, name, set] of body.matchAll(/new (\w+)List\(this, "(\w+)", (true|false)\)/g)) {
      const fields = Object.fromEntries(this.computedOf(this.classNamed(`${list}OutputReference`)));
      found.push([name!, [set === 'true' ? 'set' : 'list', ['object', fields]]]);
    }
    for (const [, name, kind] of body.matchAll(/new cdktf\.(\w+)Map\(this, "(\w+)"\)/g)) found.push([kind!, ['map', name!.toLowerCase()]]);
    return found;
  }
}

function typeOf(kind: string, storage: string): TerraformType {
  const element = storage.replace(/(List|Map)$/, '').replace('boolean', 'bool');
  if (kind === 'simple') return element;
  return [kind as 'list' | 'set' | 'map', element];
}

function accessorType(accessor: string, set: boolean): TerraformType {
  const scalar: Record<string, TerraformType> = { String: 'string', Number: 'number', Boolean: 'bool' };
  if (accessor in scalar) return scalar[accessor]!;
  if (accessor === 'List') return [set ? 'set' : 'list', 'string'];
  if (accessor === 'NumberList') return [set ? 'set' : 'list', 'number'];
  const map = /^(String|Number|Boolean)Map$/.exec(accessor);
  if (map) return ['map', scalar[map[1]!]!];
  throw new Error(`no Terraform type known for get${accessor}Attribute`);
}

function findSynthesis(declaration: ts.ClassDeclaration): ts.ObjectLiteralExpression | undefined {
  const method = declaration.members.find((member) => member.name?.getText() === 'synthesizeHclAttributes');
  return method && findAttributes(method);
}

function findAttributes(scope: ts.Node): ts.ObjectLiteralExpression | undefined {
  let found: ts.ObjectLiteralExpression | undefined;
  const visit = (node: ts.Node): void => {
    if (ts.isVariableDeclaration(node) && node.name.getText() === 'attrs' && node.initializer && ts.isObjectLiteralExpression(node.initializer)) {
      found = node.initializer;
    } else ts.forEachChild(node, visit);
  };
  visit(scope);
  return found;
}
