import type { ProviderConfiguration } from '../../terraform';
import { isReference, isUnknown, unknown, type Unknown, type Value } from '../../value';
import { hostOf } from '../nsx/host';
import { evaluateJson, modelValue } from './body';
import type { Element } from './document';
import { unknownFrom, type Scope } from './scope';
import { causeIn } from './values/evaluated';

/** Arguments that name the server a provider talks to: of vSphere (the second is its old name), of NSX. */
const SERVER_ARGUMENTS = ['vsphere_server', 'vcenter_server', 'host'];
/** Literals to Terraform itself, not arguments of the provider. */
const META_ARGUMENTS = new Set(['//', 'alias', 'version']);

export function providerConfiguration(
  element: Element,
  sources: ReadonlyMap<string, string>,
  scopeAt: (address: string) => Scope,
): ProviderConfiguration {
  const type = element.labels[0]!;
  const key = providerKey(element);
  const source = sources.get(type);
  const scope = scopeAt(`provider.${key}`);
  const names = Object.keys(element.body).filter((name) => !META_ARGUMENTS.has(name));
  const values = Object.fromEntries(names.map((name) => [name, modelValue(evaluateJson(element.body[name]!, scope, name), name, [])]));
  return {
    key,
    type,
    ...(source === undefined ? {} : { source }),
    identity: identityOf(type, values, scope),
    values,
    ...(element.path === undefined ? {} : { path: element.path }),
  };
}

/** `vsphere`, or `vsphere.west` for an alias. */
export function providerKey({ labels: [type], body: { alias } }: Element): string {
  return typeof alias === 'string' ? `${type!}.${alias}` : type!;
}

function identityOf(type: string, values: Readonly<Record<string, Value>>, scope: Scope): string | Unknown {
  const server = SERVER_ARGUMENTS.map((name) => values[name]).find((value) => value !== undefined && value !== null);
  const knownBy = `${scope.site.stack}/${scope.site.address}`;
  // Left out, the server comes from the environment of whoever runs Terraform.
  if (server === undefined) return unknown('provider-default', '', knownBy);
  if (typeof server === 'string') return type === 'nsxt' ? hostOf(server) : server;
  if (isUnknown(server)) return server;
  return isReference(server) ? unknownFrom(scope, causeIn(server)!) : unknown('expression', JSON.stringify(server), knownBy);
}
