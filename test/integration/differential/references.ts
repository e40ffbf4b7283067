import { isReference, isUnknown, type Reference, type Value } from '../../../lib/estate/value';
import type { ConfigurationJson, ExpressionJson, Expressions, ResourceConfigurationJson } from './plan-json';
import type { Path } from './compare-value';

/** An attribute of a resource, as an expression names it. */
interface Named {
  /** `vsphere_host.esx` */
  readonly resource: string;
  /** `[0]`, `["a"]`, or nothing. */
  readonly key: string;
  /** Dotted, or nothing where the whole object is meant. */
  readonly attribute: string;
}

const TRAVERSAL = /^((?:data\.)?[\w-]+\.[\w-]+)(\[(?:\d+|"(?:[^"\\]|\\.)*")\])?((?:\.[\w-]+|\[\d+\])*)$/;
const NOT_RESOURCES = /^(local|var|each|count|module|path|terraform|self)\./;

/** What Terraform says the attributes of a block refer to. */
export type StatedReferences = Pick<ResourceConfigurationJson, 'expressions' | 'for_each_expression'>;

/**
 * Holds every reference that the reader decided in a block against what Terraform says the same attribute refers to.
 *
 * @param configurations of every stack, since a reference may lead through another's output
 * @returns a sentence for each reference that Terraform does not have there
 */
export function misplacedReferences(
  stack: string,
  block: StatedReferences,
  values: Readonly<Record<string, Value>>,
  configurations: ReadonlyMap<string, ConfigurationJson>,
): { path: Path; reference: Reference; why: string }[] {
  const found: { path: Path; reference: Reference; why: string }[] = [];
  const sources: Sources = { stack, configurations, ...(block.for_each_expression ? { forEach: block.for_each_expression } : {}) };
  walkBlock(block.expressions ?? {}, values, [], (expression, value, path) => {
    eachReference(value, expression.constant_value, path, (reference, template, at) => {
      const why = misplaced(reference, template, expression.references ?? [], sources);
      if (why !== undefined) found.push({ path: at, reference, why });
    });
  });
  return found;
}

interface Sources {
  readonly stack: string;
  readonly configurations: ReadonlyMap<string, ConfigurationJson>;
  readonly forEach?: ExpressionJson;
}

function walkBlock(
  expressions: Expressions,
  values: Readonly<Record<string, Value>>,
  path: Path,
  visit: (expression: ExpressionJson, value: Value, path: Path) => void,
): void {
  for (const [name, expression] of Object.entries(expressions)) {
    const value = values[name];
    if (value === undefined) continue;
    if (!isBlocks(expression)) visit(expression, value, [...path, name]);
    else {
      // A dynamic block beside plain ones leaves no trace, so positions hold only where the numbers agree.
      const blocks = (Array.isArray(value) ? value : [value]) as Value[];
      if (blocks.length !== expression.length) continue;
      blocks.forEach((block, i) => {
        if (typeof block === 'object' && block !== null && !isUnknown(block)) {
          walkBlock(expression[i]!, block as Record<string, Value>, [...path, name, i], visit);
        }
      });
    }
  }
}

function isBlocks(x: ExpressionJson | readonly Expressions[]): x is readonly Expressions[] {
  return Array.isArray(x);
}

function eachReference(value: Value, template: unknown, path: Path, visit: (reference: Reference, template: unknown, path: Path) => void): void {
  if (isReference(value)) visit(value, template, path);
  else if (typeof value === 'object' && value !== null && !isUnknown(value)) {
    for (const [key, each] of Object.entries(value)) {
      const inner = typeof template === 'object' && template !== null ? (template as Record<string, unknown>)[key] : undefined;
      eachReference(each as Value, inner, [...path, key], visit);
    }
  }
}

function misplaced(reference: Reference, template: unknown, references: readonly string[], sources: Sources): string | undefined {
  const wanted = named(`${reference.$ref.address}.${reference.$ref.attribute}`);
  if (!wanted) return `${reference.$ref.address}.${reference.$ref.attribute} is no address`;
  const plain = typeof template === 'string' ? /^\$\{([^{}]+)\}$/.exec(template)?.[1] : undefined;
  const written = plain === undefined || NOT_RESOURCES.test(plain) ? undefined : named(plain);
  if (written && !written.resource.startsWith('data.terraform_remote_state.')) {
    return reference.$ref.stack === sources.stack && covers(written, wanted) ? undefined : `the expression is ${String(template)}`;
  }
  return leadsTo(wanted, reference.$ref.stack, references, sources)
    ? undefined
    : `the expression refers to ${heads(references).join(', ') || 'nothing'}`;
}

/** Whether one of the names an expression has leads to an attribute, through locals, iteration and other stacks' outputs. */
function leadsTo(wanted: Named, stack: string, references: readonly string[], sources: Sources): boolean {
  const { forEach, ...elsewhere } = sources;
  return heads(references).some((head) => {
    // Terraform's JSON has no expressions of locals: what they hold shows in the state only.
    if (head.startsWith('local.')) return true;
    if (head.startsWith('each.')) return leadsTo(wanted, stack, forEach?.references ?? [], elsewhere);
    const output = /^data\.terraform_remote_state\.[\w-]+\.outputs\.([\w-]+)/.exec(head)?.[1];
    if (output !== undefined) {
      return [...sources.configurations].some(([other, { root_module: root }]) => {
        const references = root?.outputs?.[output]?.expression?.references;
        return references !== undefined && leadsTo(wanted, stack, references, { stack: other, configurations: sources.configurations });
      });
    }
    const name = NOT_RESOURCES.test(head) ? undefined : named(head);
    return name !== undefined && stack === sources.stack && covers(name, wanted);
  });
}

/** Whether a name means an attribute, or something that has it inside: an object, or all the instances of a resource. */
function covers(name: Named, wanted: Named): boolean {
  if (name.resource !== wanted.resource || (name.key !== '' && name.key !== wanted.key)) return false;
  return name.attribute === '' || name.attribute === wanted.attribute || wanted.attribute.startsWith(`${name.attribute}.`);
}

/** After each name Terraform lists what it is part of: only the names themselves. */
function heads(references: readonly string[]): string[] {
  const result: string[] = [];
  for (const each of references) {
    const last = result.at(-1);
    if (last === undefined || !(last.startsWith(`${each}.`) || last.startsWith(`${each}[`))) result.push(each);
  }
  return result;
}

function named(traversal: string): Named | undefined {
  const match = TRAVERSAL.exec(traversal.trim());
  if (!match) return undefined;
  return { resource: match[1]!, key: match[2] ?? '', attribute: (match[3] ?? '').replace(/\[(\d+)\]/g, '.$1').slice(1) };
}
