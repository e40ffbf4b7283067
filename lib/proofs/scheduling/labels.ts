import type { KubernetesNode, NodePool, NodeSelectorTerm, Requirement } from '../../estate';
import type { Ternary } from '../../units';
import { all, not, some, ternary } from './ternary';

/** What is known of the labels of a node. */
export interface KnownLabels {
  readonly labels: Readonly<Record<string, string>>;
  /** Whether others may give the node a label of this key, which is not among those. */
  isOpen(key: string): boolean;
}

/**
 * Labels that a cloud provider, a CSI driver or a feature discovery gives to a node that has joined: that a node is not known to have one
 * says nothing.
 */
const GIVEN_BY_OTHERS =
  /^(topology\.kubernetes\.io|failure-domain\.beta\.kubernetes\.io|topology\.csi\.vmware\.com|feature\.node\.kubernetes\.io|nvidia\.com)\/|^(beta|node)\.kubernetes\.io\/instance-type$|^node\.vsphere\.io\//;

/** The labels of a node: those stated, and those that kubelet and kubeadm give every node. */
export function labelsOf(node: KubernetesNode, pool: Pick<NodePool, 'labels' | 'architecture' | 'role'>): KnownLabels {
  const labels: Record<string, string> = {
    'kubernetes.io/hostname': node.name,
    'kubernetes.io/os': 'linux',
    'kubernetes.io/arch': pool.architecture,
    'beta.kubernetes.io/os': 'linux',
    'beta.kubernetes.io/arch': pool.architecture,
    ...(pool.role === 'control-plane' && {
      'node-role.kubernetes.io/control-plane': '',
      'node.kubernetes.io/exclude-from-external-load-balancers': '',
    }),
    ...pool.labels,
    ...node.labels,
  };
  return { labels, isOpen: (key) => GIVEN_BY_OTHERS.test(key) };
}

/** Whether a text holds a token, so that nobody knows what it will be. */
export function holdsToken(text: string): boolean {
  return text.includes('TfToken[');
}

/** Whether a node has a label of this very value. */
export function hasLabel(known: KnownLabels, key: string, value: string): Ternary {
  return holdsToken(key) ? 'maybe' : isOneOf(known, key, [value]);
}

/** As labels.Requirement of Kubernetes matches a set; one that it refuses is met by none. */
export function meets(known: KnownLabels, { key, operator, values }: Requirement): Ternary {
  if (!ARITY[operator](values.length) || values.some((value) => !isLabelValue(value) && !holdsToken(value))) return 'no';
  if (holdsToken(key)) return 'maybe';
  switch (operator) {
    case 'In':
      return isOneOf(known, key, values);
    case 'NotIn':
      return not(isOneOf(known, key, values));
    case 'Exists':
      return isThere(known, key);
    case 'DoesNotExist':
      return not(isThere(known, key));
    case 'Gt':
    case 'Lt':
      return compares(known, key, operator, values[0]!);
  }
}

/** How many values an operator takes. */
const ARITY: Readonly<Record<Requirement['operator'], (values: number) => boolean>> = {
  In: (values) => values > 0,
  NotIn: (values) => values > 0,
  Exists: (values) => values === 0,
  DoesNotExist: (values) => values === 0,
  Gt: (values) => values === 1,
  Lt: (values) => values === 1,
};

function isLabelValue(text: string): boolean {
  return text.length <= 63 && /^([A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?)?$/.test(text);
}

/** As a node selector term matches a node: an empty one matches none. */
export function meetsTerm(known: KnownLabels, name: string, { matchExpressions, matchFields }: NodeSelectorTerm): Ternary {
  if (matchExpressions.length + matchFields.length === 0) return 'no';
  return all([...matchExpressions.map((each) => meets(known, each)), ...matchFields.map((each) => meetsField(name, each))]);
}

/** The name of a node is the one field that a term may ask for, by `In` or `NotIn` of one value. */
function meetsField(name: string, { key, operator, values }: Requirement): Ternary {
  if (holdsToken(key) || holdsToken(name) || values.some(holdsToken)) return 'maybe';
  if (key !== 'metadata.name' || values.length !== 1 || (operator !== 'In' && operator !== 'NotIn')) return 'no';
  return ternary((values[0] === name) === (operator === 'In'));
}

function isThere({ labels, isOpen }: KnownLabels, key: string): Ternary {
  return Object.hasOwn(labels, key) ? 'yes' : isOpen(key) ? 'maybe' : 'no';
}

function isOneOf(known: KnownLabels, key: string, values: readonly string[]): Ternary {
  const there = isThere(known, key);
  if (there !== 'yes') return there;
  const label = known.labels[key]!;
  return some(values.map((value) => (holdsToken(value) || holdsToken(label) ? 'maybe' : ternary(value === label))));
}

function compares(known: KnownLabels, key: string, operator: 'Gt' | 'Lt', value: string): Ternary {
  const wanted = whole(value);
  if (wanted === undefined && !holdsToken(value)) return 'no';
  const there = isThere(known, key);
  if (there !== 'yes') return there;
  const label = known.labels[key]!;
  const mine = whole(label);
  if (mine === undefined && !holdsToken(label)) return 'no';
  if (mine === undefined || wanted === undefined) return 'maybe';
  return ternary(operator === 'Gt' ? mine > wanted : mine < wanted);
}

/** As Kubernetes reads it, into 64 bits. */
function whole(text: string): bigint | undefined {
  const value = /^[+-]?\d+$/.test(text) ? BigInt(text.replace('+', '')) : undefined;
  return value === undefined || BigInt.asIntN(64, value) !== value ? undefined : value;
}
