import { ApiObject } from 'cdk8s';
import type { Flow } from '../../../estate';
import type { KnownOutside } from './outside-end';
import type { PodEnd } from './pod-end';

export type End = { readonly pods: PodEnd } | { readonly outside: KnownOutside };

/** Opens flows from one end to the other, on each side that has pods: a policy of Kubernetes knows only what goes out of, or comes in to, its own. */
export function allowBetween(from: End, to: End, flows: readonly Flow[]): void {
  const ports = flows.map(({ protocol, firstPort, lastPort }) => ({
    protocol: protocol.toUpperCase(),
    port: firstPort,
    ...(lastPort !== firstPort && { endPort: lastPort }),
  }));
  if ('pods' in from) policy(from.pods, `to-${nameOf(to)}`, { policyTypes: ['Egress'], egress: [{ to: peersOf(to), ports }] });
  if ('pods' in to) policy(to.pods, `from-${nameOf(from)}`, { policyTypes: ['Ingress'], ingress: [{ from: peersOf(from), ports }] });
}

/** What an end is called in names of policies and rules. */
export function nameOf(end: End): string {
  return 'pods' in end ? end.pods.name : end.outside.name;
}

function peersOf(end: End): readonly unknown[] {
  if ('outside' in end) return end.outside.cidrs.map((cidr) => ({ ipBlock: { cidr: String(cidr) } }));
  const { namespace, podSelector } = end.pods;
  // Every namespace has this label (kubernetes.io/docs/reference/labels-annotations-taints).
  return [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } }, podSelector }];
}

function policy({ chart, namespace, name, podSelector }: PodEnd, what: string, spec: object): void {
  new ApiObject(chart, freeId(chart, `${name}-${what}`), {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { namespace },
    spec: { podSelector, ...spec },
  });
}

function freeId({ node }: PodEnd['chart'], id: string): string {
  for (let n = 1; ; n++) {
    const each = n === 1 ? id : `${id}-${n}`;
    if (node.tryFindChild(each) === undefined) return each;
  }
}
