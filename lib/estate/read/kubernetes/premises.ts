import type { Declaration } from '../../declaration';
import type { KubernetesClusterFacts, NodeResources } from '../../kubernetes';
import type { Premise } from '../../premise';
import { Interval } from '../../../units';

type Of<K extends Declaration['kind']> = Extract<Declaration, { readonly kind: K }>;

/** What a Kubernetes cluster or pool states: one premise for each family of facts, so that a verdict names those that it rests on. */
export function kubernetesPremises(declarations: readonly Declaration[]): Premise[] {
  return declarations.flatMap((declaration) => {
    if (declaration.kind === 'kubernetes-cluster') return clusterPremises(declaration);
    if (declaration.kind === 'node-pool') return poolPremises(declaration);
    return [];
  });
}

function clusterPremises({ of, name, facts }: Of<'kubernetes-cluster'>): Premise[] {
  const { version, podCidrs, serviceCidrs, endpoint, virtualIp, cni, podSecurity, requiredFlows, featureGates, addOns } = facts;
  const cluster = `Kubernetes cluster \`${name}\``;
  const ranges = [
    ...(podCidrs.length > 0 ? [`pods in ${podCidrs.join(', ')}`] : []),
    ...(serviceCidrs.length > 0 ? [`services in ${serviceCidrs.join(', ')}`] : []),
  ];
  const gates = Object.entries(featureGates).map(([gate, on]) => `${gate} ${on ? 'on' : 'off'}`);
  const flows = [...new Set(requiredFlows.map(({ purpose }) => purpose))];
  const more = flows.length > SHOWN ? ` and ${flows.length - SHOWN} more` : '';
  const secrets = addOns.flatMap((addOn) => addOn.secrets);
  const address = virtualIp === undefined ? '' : `, virtual IP ${virtualIp}`;
  return stated(of, {
    'kubernetes-version': `${cluster} runs version ${version}`,
    'kubernetes-ranges': ranges.length > 0 && `${cluster} has ${ranges.join(', and ')}`,
    'kubernetes-endpoint': endpoint && `the API of ${cluster} is at ${endpoint.host}:${endpoint.port}${address}`,
    'kubernetes-cni': cni && `pods of ${cluster} are connected by ${cniText(cni)}`,
    'kubernetes-pod-security': podSecurity && `${cluster} holds namespaces without labels to ${securityText(podSecurity)}`,
    'kubernetes-flows': flows.length > 0 && `${cluster} cannot live without flows for ${flows.slice(0, SHOWN).join(', ')}${more}`,
    'kubernetes-add-ons':
      addOns.length > 0 && `charts that nobody renders make in ${cluster} what they are for: ${addOns.map(({ chart }) => chart).join(', ')}`,
    'kubernetes-secrets': secrets.length > 0 && `whoever runs ${cluster} makes the Secrets ${secrets.join(', ')}`,
    'kubernetes-gates': gates.length > 0 && `${cluster} has switched ${gates.join(', ')}`,
  });
}

function poolPremises({ of, name, facts, nodes }: Of<'node-pool'>): Premise[] {
  const { allocatable, handlers, containerd, userNamespaces } = facts;
  const pool = `pool \`${name}\``;
  const labels = Object.entries(facts.labels).map(([key, value]) => `${key}=${value}`);
  const taints = facts.taints.map(({ key, value, effect }) => `${key}${value === '' ? '' : `=${value}`}:${effect}`);
  const names = nodes.map((node) => node.name);
  const runtime = containerd ? `containerd ${containerd.version}` : 'the container runtime';
  return stated(of, {
    'node-allocatable': `a node of ${pool} gives its pods ${resourcesText(allocatable)}`,
    'node-names': names.length > 0 && `the nodes of ${pool} are ${names.length > SHOWN ? `${names[0]} to ${names.at(-1)}` : names.join(', ')}`,
    'node-labels': `nodes of ${pool} have no labels but those stated${labels.length === 0 ? '' : ` (${labels.join(', ')})`}, and those of Kubernetes and the cloud provider`,
    'node-taints': `nodes of ${pool} have ${taints.length === 0 ? 'no taints' : `the taints ${taints.join(', ')} and no others`}`,
    'node-runtimes': handlers.length > 0 && `${runtime} of ${pool} has the handlers ${handlers.map(({ handler }) => handler).join(', ')}`,
    'node-user-namespaces': userNamespaces !== null && `nodes of ${pool} can${userNamespaces ? '' : 'not'} give pods user namespaces`,
  });
}

const SHOWN = 3;

function cniText({ name, encapsulation, snat, enforces }: NonNullable<KubernetesClusterFacts['cni']>): string {
  const overlay = encapsulation === 'none' ? 'no overlay' : encapsulation;
  const source = snat ? 'behind the address of their node' : 'by their own addresses';
  const policies =
    enforces === null ? 'what it enforces not stated' : enforces.length === 0 ? 'enforcing no policy' : `enforcing ${enforces.join(', ')}`;
  return `${name}: ${overlay}, ${source} outside, ${policies}`;
}

function securityText({ enforce, enforceVersion, exemptNamespaces }: NonNullable<KubernetesClusterFacts['podSecurity']>): string {
  return `\`${enforce}\` of ${enforceVersion}${exemptNamespaces.length === 0 ? '' : `, but for ${exemptNamespaces.join(', ')}`}`;
}

function resourcesText({ cpuMillis, memoryBytes, pods }: NodeResources): string {
  const cpu = Interval.format(cpuMillis, (millis) => `${millis}m`);
  return `${cpu} of CPU, ${Interval.format(memoryBytes, (bytes) => `${Math.floor(bytes / 2 ** 20)}Mi`)} of memory and ${pods} places`;
}

/** A premise for each family that something is stated of. */
function stated(subject: string, families: Readonly<Record<string, string | false | undefined>>): Premise[] {
  return Object.entries(families).flatMap(([family, statement]): Premise[] =>
    statement === false || statement === undefined ? [] : [{ id: `${family}:${subject}`, kind: 'stated', statement, subject }],
  );
}
