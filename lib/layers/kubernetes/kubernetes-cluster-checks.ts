import { isIP } from 'node:net';
import { Token } from 'cdktf';
import type { Construct } from 'constructs';
import { checkProps, got } from '../check';
import { ConstructError } from '../construct-error';
import type { INodePool } from './ikubernetes-cluster';
import type { NodePoolContext } from './node-pool';
import type { NodePoolProps } from './node-pool-props';
import type { KubernetesVersion } from './version';

/** Labels of DNS, with dots between them (RFC 1123). */
const NAME = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)*$/;
const LONGEST_NAME = 253;
const GATE = /^[A-Za-z][A-Za-z0-9]*$/;

/**
 * What image-builder calls its image of Ubuntu 24.04 (kubernetes-sigs/image-builder, `images/capi/packer/ova`: `build_name` and
 * `kubernetes_semver`). The images that Cluster API Provider vSphere publishes are called so too.
 */
export function templateOf(version: KubernetesVersion): string {
  return `ubuntu-2404-kube-v${version.toString()}`;
}

/**
 * What a pool hands to its machines where it has a template of its own.
 *
 * @throws when it has none, and its nodes are of another processor than the control plane
 */
export function withTemplate(context: NodePoolContext, what: string, { template, architecture }: Partial<NodePoolProps>): NodePoolContext {
  if (template !== undefined) return { ...context, machines: { ...context.machines, template } };
  if (architecture !== 'arm64') return context;
  throw new ConstructError(context.cluster, `${what} has nodes of arm64, and the template of the cluster is of amd64; give the pool a template`);
}

/** A name of DNS that is known at synthesis: it stands in certificates and in files of the nodes. */
export function checkDomain(construct: Construct, what: string, value: string): string {
  if (typeof value === 'string' && !Token.isUnresolved(value) && value.length <= LONGEST_NAME && NAME.test(value)) return value;
  throw new ConstructError(construct, `${what} must be a name of DNS in lower case, known at synthesis, got ${got(value)}`);
}

/** A name of DNS or an address, without a port. */
export function checkHost(construct: Construct, what: string, value: string): string {
  return typeof value === 'string' && isIP(value) !== 0 ? value : checkDomain(construct, what, value);
}

/**
 * A host with or without a port, such as `10.20.0.10:6443` or `[2001:db8::10]:6443`.
 *
 * @param port the port where it says none
 */
export function checkEndpoint(construct: Construct, what: string, value: string, port: number): { host: string; port: number } {
  const [, bracketed, plain, digits] =
    (typeof value === 'string' && isIP(value) === 0 && /^(?:\[([^\]]+)\]|([^:]+))(?::(\d{1,5}))?$/.exec(value)) || [];
  const given = digits === undefined ? port : Number(digits);
  if (given < 1 || given > 65535) throw new ConstructError(construct, `${what} must have a port from 1 to 65535, got ${got(value)}`);
  return { host: checkHost(construct, what, bracketed ?? plain ?? value), port: given };
}

/** @throws when pools are not by name: an index would become one */
export function checkPools(construct: Construct, pools: Readonly<Record<string, object>>): void {
  checkProps(construct, 'pools', pools, []);
  if (Array.isArray(pools)) throw new ConstructError(construct, 'pools must be pools by their names, got a list; give `{ general: { ... } }`');
}

/** @throws when one is neither on nor off, or has a name that no gate has */
export function checkFeatureGates(construct: Construct, gates: Readonly<Record<string, boolean>> = {}): Readonly<Record<string, boolean>> {
  checkProps(construct, 'featureGates', gates, []);
  for (const [gate, on] of Object.entries(gates)) {
    if (!GATE.test(gate)) throw new ConstructError(construct, `featureGates must have names such as "UserNamespacesSupport", got ${got(gate)}`);
    if (typeof on !== 'boolean') throw new ConstructError(construct, `featureGates.${gate} must be true or false, got ${got(on)}`);
  }
  return gates;
}

/** @throws when there is none of the name */
export function poolNamed<T extends INodePool>(cluster: Construct, pools: readonly T[], name: string): T {
  const found = pools.find(({ poolName }) => poolName === name);
  if (found !== undefined) return found;
  throw new ConstructError(cluster, `it has no pool ${got(name)}; its pools are ${pools.map(({ poolName }) => poolName).join(', ') || 'not known'}`);
}
