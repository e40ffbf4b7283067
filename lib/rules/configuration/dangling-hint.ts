import type { Estate, ReadingFault, TerraformStackModel } from '../../estate';
import { quoted } from '../wording';

/** What helps against a reference that leads nowhere: it depends on what was meant, and on who has it. */
export function danglingHint({ detail, stack }: ReadingFault, estate: Estate): string {
  const outside = /^`(each|count)` stands outside/.exec(detail)?.[1];
  if (outside !== undefined) return `\`${outside === 'each' ? 'for_each' : 'count'}\` on the block, or a value in place of \`${outside}\``;
  const example = / has a (?:count|for_each): .* such as `(.+)`$/.exec(detail)?.[1];
  if (example !== undefined) return `one instance, such as ${quoted(example)}, or all of them with \`[*]\``;
  if (/ has (?:no|neither) .*, so no instance/.test(detail)) return 'the reference without a key: it is one object';
  if (/ has no instance /.test(detail)) return 'an instance that its `count` or `for_each` makes';
  if (/ has no output /.test(detail)) return 'declare the output in that stack, or correct its name';
  const provider = / has no configuration `([^`]+)` of a provider$/.exec(detail)?.[1];
  if (provider !== undefined) return providerHint(provider, stack, estate);
  const name = / has no `([^`]+)`/.exec(detail)?.[1];
  const owner = name === undefined ? undefined : estate.terraform.stacks.find((other) => other.name !== stack && has(other, name));
  if (owner) {
    return `${quoted(name!)} is one of stack ${quoted(owner.name)}: make the reference where the construct is made, one made in an aspect comes too late to be carried between stacks`;
  }
  return name === undefined ? 'declare it, or correct the name' : `declare ${quoted(name)}, or correct the name: no stack has one`;
}

/** Only a provider with an alias can be missing: one without is there wherever it is named, with an empty configuration. */
function providerHint(key: string, stack: string | undefined, estate: Estate): string {
  const [type = '', alias = ''] = key.split('.');
  const here = `provider ${quoted(type)} with \`alias: '${alias}'\` in ${stack === undefined ? 'that stack' : `stack ${quoted(stack)}`}`;
  const owner = estate.terraform.stacks.find((other) => other.name !== stack && other.providers.some((each) => each.key === key));
  const why = owner ? `, since the one of stack ${quoted(owner.name)} serves that stack only` : '';
  const otherwise = type === 'vsphere' ? 'the connection that a `new VCenter(...)` of the stack makes' : 'the provider without an alias';
  return `make ${here}${why}; or leave the provider out, which takes ${otherwise}`;
}

function has({ variables, locals, modules, resources }: TerraformStackModel, name: string): boolean {
  const [kind, ...rest] = name.split('.');
  const own = rest.join('.');
  if (kind === 'var') return variables.some((variable) => variable.name === own);
  if (kind === 'local') return Object.hasOwn(locals, own);
  if (kind === 'module') return modules.some((module) => module.name === own);
  return resources.some(({ mode, type, name: label }) => `${mode === 'data' ? 'data.' : ''}${type}.${label}` === name);
}
