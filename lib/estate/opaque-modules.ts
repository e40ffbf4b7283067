import type { Estate } from './estate';
import { isUnder } from './paths';
import type { ModuleCall, ProviderConfiguration } from './terraform';
import { isUnknown, unknown, type Field, type Unknown } from './value';

/** A module that may hold something of a kind of server, a vCenter or an NSX manager, and that nobody vouches for. */
export interface OpaqueModule {
  readonly call: ModuleCall;
  /** The servers that it may talk to. */
  readonly servers: readonly Field<string>[];
}

type Modules = Pick<Estate, 'terraform' | 'premises'>;

/** Modules that may be there and that no `Assume.noPolicyIn` is for, with the providers of their stacks. */
function unvouched({ terraform, premises }: Modules): { readonly call: ModuleCall; readonly providers: readonly ProviderConfiguration[] }[] {
  const vouched = premises.filter(({ id, kind }) => kind === 'assumed' && id.startsWith('no-policy-in:')).flatMap(({ subject }) => subject ?? []);
  const isOpaque = ({ instances, path }: ModuleCall): boolean =>
    instances.high !== 0 && !vouched.some((scope) => path !== undefined && isUnder(path, scope));
  return terraform.stacks.flatMap(({ providers, modules }) => modules.filter(isOpaque).map((call) => ({ call, providers })));
}

/** Modules that may hold anything, whatever servers they talk to. */
export function opaqueModules(estate: Modules): readonly ModuleCall[] {
  return unvouched(estate).map(({ call }) => call);
}

/** Modules that may talk to servers of a kind. */
export function opaqueModulesOf(estate: Modules, provider: 'vsphere' | 'nsxt'): readonly OpaqueModule[] {
  return unvouched(estate).map(({ call, providers }) => ({ call, servers: serversOf(call, providers, provider) }));
}

/**
 * The servers that a module may talk to. One that is handed no providers takes those of its stack; where there is none of the kind, it
 * may set one up by itself, or by the environment.
 */
function serversOf(call: ModuleCall, providers: readonly ProviderConfiguration[], provider: string): Field<string>[] {
  const those = providers.filter(({ key, type }) => type === provider && (call.providers === null || call.providers.includes(key)));
  return those.length === 0 && call.providers === null ? [inside(call)] : those.map(({ identity }) => identity);
}

/** What is in a module. */
export function inside({ name, stack }: ModuleCall): Unknown {
  return unknown('module', `module.${name}`, `${stack}/module.${name}`);
}

/** Whether two names may be of one server. */
export function mayBeServer(a: Field<string>, b: Field<string>): boolean {
  return isUnknown(a) || isUnknown(b) || a.toLowerCase() === b.toLowerCase();
}
