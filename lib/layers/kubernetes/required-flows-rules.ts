import { isIP } from 'node:net';
import { Token } from 'cdktf';
import type { FlowEnd, RequiredFlow } from '../../estate';
import { Cidr } from '../../units';
import { type FirewallRuleProps, type RuleEndpoint, ServiceEntry } from '../nsx';
import type { Cni } from './cni/cni';
import type { INodePool } from './ikubernetes-cluster';

/** What stands, in a firewall, for what is outside of a cluster. NSX takes no names of hosts here. */
export interface RequiredRulesProps {
  /**
   * The vCenter.
   * @default - anywhere
   */
  readonly vcenter?: RuleEndpoint;

  /**
   * Whoever uses the cluster's API from outside.
   * @default - anywhere
   */
  readonly clients?: readonly RuleEndpoint[];

  /**
   * Other hosts, by the names that `requiredFlows()` has for them: the store of secrets, registries.
   * @default - a host that is named by its address, that; else anywhere
   */
  readonly hosts?: Readonly<Record<string, RuleEndpoint>>;
}

/** The cluster whose flows they are. */
export interface RequiredRulesOf {
  readonly name: string;
  readonly pools: readonly INodePool[];
  readonly virtualIp?: string;
  readonly podCidrs: readonly string[];
  readonly cni?: Cni;
}

/** IP-in-IP: RFC 2003. */
const IPIP = 4;

/** Rules of NSX that let through what a cluster cannot live without. */
export function rulesOf(flows: readonly RequiredFlow[], cluster: RequiredRulesOf, props: RequiredRulesProps = {}): FirewallRuleProps[] {
  const byName = new Map<string, FirewallRuleProps>();
  for (const { purpose, from, to, flow } of flows) {
    const peers = { ...sideOf('from', from, cluster, props), ...sideOf('to', to, cluster, props) };
    // Both directions where both ends have a vNIC; that of the end that has one where the other lies outside.
    const direction = !('from' in peers) ? 'in' : !('to' in peers) ? 'out' : undefined;
    const name = free(`${cluster.name}: ${purpose}`, byName);
    byName.set(name, { name, ...peers, allow: [flow], ...(direction !== undefined && { direction }) });
  }
  for (const rule of withoutPorts(cluster)) byName.set(rule.name, rule);
  return [...byName.values()];
}

/** What the flows do not say: IP-in-IP between nodes, and pods, which no overlay hides. */
function withoutPorts({ name, pools, podCidrs, cni }: RequiredRulesOf): FirewallRuleProps[] {
  const encapsulation = cni?.toFacts().encapsulation;
  const nodes = [...pools];
  if (encapsulation === 'ipip') return [{ name: `${name}: IP-in-IP`, from: nodes, to: nodes, allow: [ServiceEntry.ipProtocol(IPIP)] }];
  if (encapsulation !== 'none' || podCidrs.length === 0) return [];
  const pods = podCidrs.map((cidr) => Cidr.of(cidr));
  return [{ name: `${name}: pods`, from: [...nodes, ...pods], to: [...nodes, ...pods], allow: 'any' }];
}

/** One side of a rule; nothing for anywhere. */
function sideOf<S extends 'from' | 'to'>(
  side: S,
  end: FlowEnd,
  { pools, virtualIp }: RequiredRulesOf,
  { vcenter, clients, hosts = {} }: RequiredRulesProps,
): Partial<Record<S, readonly RuleEndpoint[]>> {
  const endpoints = ((): readonly RuleEndpoint[] | undefined => {
    switch (end.kind) {
      case 'nodes':
        return pools.filter(({ role }) => end.role === 'any' || role === end.role);
      case 'virtual-ip':
        // NSX sees the address at the vNIC of the node that has it: the nodes are those that a rule is enforced at.
        return [...pools.filter(({ role }) => role === 'control-plane'), ...(virtualIp === undefined ? [] : [virtualIp])];
      case 'vcenter':
        return vcenter === undefined ? undefined : [vcenter];
      case 'clients':
        return clients;
      case 'host': {
        const given = hosts[end.host];
        if (given !== undefined) return [given];
        return !Token.isUnresolved(end.host) && isIP(end.host) !== 0 ? [end.host] : undefined;
      }
    }
  })();
  return (endpoints === undefined || endpoints.length === 0 ? {} : { [side]: endpoints }) as Partial<Record<S, readonly RuleEndpoint[]>>;
}

function free(name: string, taken: ReadonlyMap<string, unknown>): string {
  for (let n = 1; ; n++) {
    const each = n === 1 ? name : `${name} ${n}`;
    if (!taken.has(each)) return each;
  }
}
