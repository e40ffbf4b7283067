import { Interval } from '../../../units';
import type { ModuleCall } from '../../terraform';
import { evaluateJson, modelValue } from './body';
import { isJsonObject, type Element, type Json } from './document';
import { expansionOf, undecidedBindings } from './instances';
import type { Scope } from './scope';

/** Arguments that Terraform itself takes. */
const META_ARGUMENTS = new Set(['//', 'count', 'for_each', 'depends_on', 'providers', 'source', 'version']);

export function moduleCall(element: Element, scope: Scope): ModuleCall {
  const { body } = element;
  const expansion = expansionOf(element, scope);
  // A call of several instances has one set of arguments here, so what differs between them is left open.
  const only = expansion.kind === 'each' && expansion.entries.length === 1 ? expansion.entries[0]!.bindings : undefined;
  const bindings = expansion.kind === 'single' ? {} : (only ?? undecidedBindings(element, scope));
  const sensitive: string[] = [];
  const names = Object.keys(body).filter((name) => !META_ARGUMENTS.has(name));
  return {
    stack: scope.site.stack,
    name: element.labels[0]!,
    source: typeof body.source === 'string' ? body.source : null,
    ...(element.path === undefined ? {} : { path: element.path }),
    instances:
      expansion.kind === 'single'
        ? Interval.exactly(1)
        : expansion.kind === 'each'
          ? Interval.exactly(expansion.entries.length)
          : Interval.atLeast(0),
    arguments: Object.fromEntries(names.map((name) => [name, modelValue(evaluateJson(body[name]!, { ...scope, bindings }, name), name, sensitive)])),
    sensitive,
    providers: handedOver(body.providers),
  };
}

function handedOver(providers: Json | undefined): string[] | null {
  return isJsonObject(providers) ? Object.values(providers).filter((key): key is string => typeof key === 'string') : null;
}
