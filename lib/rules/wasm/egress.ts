import type { Estate, LabelSelector, NetworkPolicy, Workload } from '../../estate';
import { selects } from '../../proofs/scheduling';
import { Cidr, type Ternary } from '../../units';
import { isToken } from '../../units/token';

/** What policies let the pods of a workload call. */
export interface Egress {
  /** Names of the policies that keep it from all else; none where nothing does. */
  readonly policies: readonly string[];
  /** As grants write it: `10.20.8.0/24:5432`, `shop/app=ledger:8080`; anything else as the policy has it. */
  readonly allowed: readonly string[];
  /** Policies with a token in them, or of which a token says whether they are for these pods: they may let anything through, or nothing. */
  readonly doubtful: readonly string[];
}

interface Peer {
  readonly ipBlock?: { readonly cidr?: string; readonly except?: readonly string[] };
  readonly namespaceSelector?: Partial<LabelSelector>;
  readonly podSelector?: Partial<LabelSelector>;
}

interface Port {
  readonly protocol?: string;
  readonly port?: number | string;
  readonly endPort?: number;
}

interface PolicySpec {
  readonly podSelector?: Partial<LabelSelector>;
  readonly policyTypes?: readonly string[];
  readonly egress?: readonly { readonly to?: readonly Peer[]; readonly ports?: readonly Port[] }[];
}

/** Before what a block leaves out. What is left is within the block still, and may not have all of it. */
const EXCEPT = ' except ';
const NAMESPACE = 'kubernetes.io/metadata.name';

/** https://kubernetes.io/docs/concepts/services-networking/network-policies/ */
export function egressOf({ kubernetes }: Estate, workload: Workload): Egress {
  const policies: string[] = [];
  const doubtful: string[] = [];
  const allowed = new Set<string>();
  for (const policy of kubernetes.networkPolicies) {
    if (policy.cluster !== workload.cluster || policy.namespace !== workload.namespace) continue;
    const spec = specOf(policy);
    const covers = coversPods(spec, workload);
    if (covers === 'no' || !(spec.policyTypes ?? (spec.egress ? ['Egress'] : [])).includes('Egress')) continue;
    if (covers === 'maybe' || isToken(JSON.stringify(spec.egress ?? []))) {
      doubtful.push(String(policy.name));
      continue;
    }
    policies.push(String(policy.name));
    for (const { to = [], ports = [] } of spec.egress ?? []) {
      for (const peer of to.length === 0 ? [undefined] : to) {
        for (const port of ports.length === 0 ? [undefined] : ports) {
          if (!isDns(peer, port)) allowed.add(`${peerText(peer, workload.namespace)}:${portText(port)}`);
        }
      }
    }
  }
  return { policies, allowed: [...allowed], doubtful };
}

/** Whether everything that one text lets through another one does too. */
export function isCovered(allowed: string, by: readonly string[]): boolean {
  return by.some((grant) => grant === allowed || isWithin(allowed, grant));
}

/** Labels in one order, addresses with their prefix, so that two ways to write a grant are one. */
export function canonicalGrant(grant: string): string {
  const at = grant.lastIndexOf(':');
  const [peer, port] = [grant.slice(0, at), grant.slice(at + 1)];
  const block = blockOf(peer);
  if (block) return `${block.toString()}:${port}`;
  const slash = peer.indexOf('/');
  return `${peer.slice(0, slash)}/${peer
    .slice(slash + 1)
    .split(',')
    .sort()
    .join(',')}:${port}`;
}

function specOf({ spec }: NetworkPolicy): PolicySpec {
  return (typeof spec === 'object' && spec !== null ? spec : {}) as PolicySpec;
}

function coversPods({ podSelector = {} }: PolicySpec, { pod }: Workload): Ternary {
  return selects({ matchLabels: podSelector.matchLabels ?? {}, matchExpressions: podSelector.matchExpressions ?? [] }, pod.labels);
}

/** Look-ups in the cluster's DNS, which its namespace allows every pod. */
function isDns(peer: Peer | undefined, port: Port | undefined): boolean {
  const isServer = peer?.namespaceSelector?.matchLabels?.[NAMESPACE] === 'kube-system' && peer.podSelector?.matchLabels?.['k8s-app'] === 'kube-dns';
  return isServer && port?.port === 53;
}

function peerText(peer: Peer | undefined, namespace: string): string {
  if (peer === undefined) return 'anything';
  const { ipBlock, namespaceSelector, podSelector } = peer;
  if (ipBlock?.cidr !== undefined) {
    const { cidr, except = [] } = ipBlock;
    return `${blockOf(cidr)?.toString() ?? cidr}${except.length === 0 ? '' : `${EXCEPT}${except.join(', ')}`}`;
  }
  const name = namespaceSelector === undefined ? namespace : soleLabel(namespaceSelector);
  const labels = Object.entries(podSelector?.matchLabels ?? {}).map(([key, value]) => `${key}=${value}`);
  const isPlain = ipBlock === undefined && labels.length > 0 && (podSelector?.matchExpressions ?? []).length === 0;
  return isPlain && name !== undefined ? `${name}/${labels.sort().join(',')}` : JSON.stringify(peer);
}

function soleLabel({ matchLabels = {}, matchExpressions = [] }: Partial<LabelSelector>): string | undefined {
  return Object.keys(matchLabels).length === 1 && matchExpressions.length === 0 ? matchLabels[NAMESPACE] : undefined;
}

function portText(port: Port | undefined): string {
  if (port?.port === undefined) return 'any port';
  const range = port.endPort === undefined || port.endPort === port.port ? `${port.port}` : `${port.port}-${port.endPort}`;
  return (port.protocol ?? 'TCP') === 'TCP' ? range : `${port.protocol} ${range}`;
}

function isWithin(inner: string, outer: string): boolean {
  const split = (text: string): [string, string] => [text.slice(0, text.lastIndexOf(':')), text.slice(text.lastIndexOf(':') + 1)];
  const [[a, port], [b, otherPort]] = [split(inner), split(outer)];
  const [block, other] = [blockOf(a.split(EXCEPT)[0]!), blockOf(b)];
  return port === otherPort && block !== undefined && other !== undefined && other.contains(block);
}

function blockOf(text: string): Cidr | undefined {
  try {
    return Cidr.of(text.includes('/') ? text : `${text}/${text.includes(':') ? 128 : 32}`);
  } catch {
    return undefined;
  }
}
