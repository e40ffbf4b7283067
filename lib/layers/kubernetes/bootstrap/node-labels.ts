import type { IConstruct } from 'constructs';
import { got } from '../../check';
import { ConstructError } from '../../construct-error';

/** Labels in the namespaces of Kubernetes that a kubelet may give its own node (k8s.io/kubelet `pkg/apis/well_known_labels.go`). */
const OWN = new Set([
  'kubernetes.io/hostname',
  'kubernetes.io/os',
  'kubernetes.io/arch',
  'topology.kubernetes.io/zone',
  'topology.kubernetes.io/region',
  'node.kubernetes.io/instance-type',
  'failure-domain.beta.kubernetes.io/zone',
  'failure-domain.beta.kubernetes.io/region',
  'beta.kubernetes.io/instance-type',
  'beta.kubernetes.io/os',
  'beta.kubernetes.io/arch',
]);
const OWN_NAMESPACE = /^(?:.+\.)?(?:kubelet|node)\.kubernetes\.io$/;
const KUBERNETES = /^(?:.+\.)?(?:kubernetes|k8s)\.io$/;
/** Of a namespace, a DNS name; of the rest of a key, and of a value (kubernetes.io/docs/concepts/overview/working-with-objects/labels). */
const NAMESPACE = /^[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?$/;
const NAME = /^[A-Za-z0-9](?:[A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$/;

/**
 * Labels as `--node-labels` takes them.
 *
 * @throws when a label is none, or is one that only an administrator may give a node: the kubelet would not start, and the API server's
 * NodeRestriction would refuse it
 */
export function nodeLabels(machine: IConstruct, labels: Readonly<Record<string, string>>): string {
  for (const [key, value] of Object.entries(labels)) {
    const [name, namespace, more] = key.split('/').reverse();
    if (more !== undefined || !NAME.test(name!) || (namespace !== undefined && !NAMESPACE.test(namespace))) {
      throw new ConstructError(machine, `${got(key)} is no key of a label; give one such as "example.com/rack"`);
    }
    if (typeof value !== 'string' || (value !== '' && !NAME.test(value))) {
      throw new ConstructError(machine, `label "${key}" must be up to 63 letters, digits, ".", "_" and "-", got ${got(value)}`);
    }
  }
  const others = Object.keys(labels).filter((key) => !mayBeOwn(key));
  if (others.length > 0) {
    const list = others.map((key) => `"${key}"`).join(', ');
    throw new ConstructError(
      machine,
      `a node may not give itself the label${others.length === 1 ? '' : 's'} ${list}: names of kubernetes.io are an administrator's; take a name of your own, such as "example.com/role", or set it by kubectl`,
    );
  }
  return Object.keys(labels)
    .sort()
    .map((key) => `${key}=${labels[key]!}`)
    .join(',');
}

/** Whether the kubelet may set it (`ValidateKubeletFlags` of `cmd/kubelet/app/options/options.go`, plugin NodeRestriction). */
function mayBeOwn(key: string): boolean {
  const slash = key.indexOf('/');
  if (slash < 0) return true;
  const namespace = key.slice(0, slash);
  return !KUBERNETES.test(namespace) || OWN.has(key) || OWN_NAMESPACE.test(namespace);
}
