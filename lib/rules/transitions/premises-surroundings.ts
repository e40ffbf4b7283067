import { indexOf, isUnder, isUnknown, type ComputeCluster, type Estate, type EstateObject, type Value } from '../../estate';
import type { Subject, Verdict } from '../verdict';
import { decided, listed, quotedName } from '../wording';
import { planViewOf, type PlanView } from './plan-view';
import { notShown, shownValue } from './words';

/** Hosts declared for a cluster that is looked up: a host's root resource pool is that of its cluster. */
export function* declaredHosts(estate: Estate): Iterable<Verdict> {
  const view = planViewOf(estate);
  for (const premise of estate.premises) {
    if (!premise.id.startsWith('cluster-hosts:') || premise.subject === undefined) continue;
    const cluster = indexOf(estate).objectAt(premise.subject) as ComputeCluster | undefined;
    if (!cluster || !cluster.addresses.some(({ stack }) => estate.plan!.plans.some((plan) => plan.stack === stack))) continue;
    const subject: Subject = { path: premise.subject };
    const of = factsOf(view, cluster);
    const hosts = cluster.hosts.ids
      .flatMap((id) => indexOf(estate).objects.get(id) ?? [])
      .map((host) => ({ host, isIn: isIn(factsOf(view, host), of) }));
    const elsewhere = hosts.filter((each) => each.isIn === false).map(({ host }) => quotedName(host));
    const open = hosts.filter((each) => each.isIn === undefined).map(({ host }) => quotedName(host));
    if (elsewhere.length > 0) {
      yield {
        verdict: 'refuted',
        subject,
        premises: [premise],
        message: `cluster ${quotedName(cluster)} does not have the hosts that are declared for it`,
        witness: [{ label: 'not in it', text: listed(elsewhere) }],
        remedies: [{ text: 'the hosts that it has in `hosts` of its `fromLookup`, and a new synthesis' }],
      };
    } else if (open.length > 0)
      yield notShown(subject, premise, `the hosts of ${quotedName(cluster)}`, `the plan does not show where ${listed(open)} is`);
    // That it has no others a plan cannot say, so the premise stays.
    else yield { verdict: 'proved', subject };
  }
}

interface Facts {
  readonly id?: Value;
  readonly pool?: Value;
  readonly cluster?: Value;
}

function factsOf(view: PlanView, { addresses }: EstateObject): Facts {
  const facts: { id?: Value; pool?: Value; cluster?: Value } = {};
  for (const { stack, address } of addresses) {
    const change = view.changes.find((each) => each.stack === stack && each.address === address && each.deposed === undefined);
    const values = change ? change.after : view.lookup(stack, address);
    for (const [fact, attribute] of [
      ['id', 'id'],
      ['pool', 'resource_pool_id'],
      ['cluster', 'cluster'],
    ] as const) {
      if (typeof values?.[attribute] === 'string') facts[fact] = values[attribute];
    }
  }
  return facts;
}

function isIn(host: Facts, cluster: Facts): boolean | undefined {
  if (host.cluster !== undefined && cluster.id !== undefined) return host.cluster === cluster.id;
  return host.pool !== undefined && cluster.pool !== undefined ? host.pool === cluster.pool : undefined;
}

/** What a proof would have to know of. */
const OF_CONCERN = new RegExp(
  `^(${[
    'vsphere_(host|virtual_machine|resource_pool|vapp_\\w+|compute_cluster\\w*|\\w+_rule|\\w+_override|supervisor\\w*)',
    'nsxt_\\w*((security|gateway|intrusion_service)_policy\\w*|firewall_\\w+)',
    'kubernetes_\\w+|helm_release|kubectl_\\w+',
  ].join('|')})$`,
);
/** Of these providers every type that is of concern is known. */
const KNOWN = /^(vsphere|nsxt|random|null|time|tls|local|terraform)_/;

/** Modules that the user vouches for with `Assume.noPolicyIn`: a plan shows what is inside. */
export function* modulesWithoutPolicy(estate: Estate): Iterable<Verdict> {
  const { changes } = planViewOf(estate);
  for (const premise of estate.premises) {
    const { id, subject: path } = premise;
    if (!id.startsWith('no-policy-in:') || path === undefined) continue;
    const calls = estate.terraform.stacks
      .filter(({ name }) => estate.plan!.plans.some(({ stack }) => stack === name))
      .flatMap(({ modules }) => modules.filter((call) => call.path !== undefined && isUnder(call.path, path)));
    if (calls.length === 0) continue;
    const inside = changes.filter(
      ({ stack, module, after }) =>
        after !== null &&
        calls.some((call) => call.stack === stack && module !== undefined && new RegExp(`^module\\.${call.name}(\\[|\\.|$)`).test(module)),
    );
    const found = inside.filter(({ type }) => OF_CONCERN.test(type));
    const subject: Subject = { path };
    if (found.length > 0) {
      yield {
        verdict: 'refuted',
        subject,
        premises: [premise],
        message: `module \`${path}\` holds what it was assumed not to hold`,
        witness: [{ label: 'in it', text: listed(found.map(({ address }) => `\`${address}\``)) }],
        remedies: [{ text: 'the assumption taken back, or what is in the module in the program itself' }],
      };
    } else if (inside.every(({ type }) => KNOWN.test(type))) yield { verdict: 'proved', subject, premises: [premise] };
  }
}

/** VMs that a recorded estate describes, where the program looks them up. */
export function* recordedMachines(estate: Estate): Iterable<Verdict> {
  const view = planViewOf(estate);
  const premise = estate.premises.find(({ id }) => id.startsWith('estate:'));
  if (!premise) return;
  for (const machine of estate.vsphere.machines) {
    if (machine.origin === 'owned') continue;
    for (const { stack, address } of machine.addresses) {
      const found = address.startsWith('data.vsphere_virtual_machine.') ? view.lookup(stack, address) : undefined;
      if (!found) continue;
      const sizes = [
        { what: 'vCPUs', recorded: decided(machine.cpus), planned: found.num_cpus },
        { what: 'MiB of memory', recorded: decided(machine.memoryMiB), planned: found.memory },
      ].filter(({ recorded, planned }) => recorded !== undefined && typeof planned === 'number');
      const wrong = sizes.filter(({ recorded, planned }) => recorded !== planned);
      const subject: Subject = { ...(machine.path === undefined ? {} : { path: machine.path }), stack, address };
      if (wrong.length > 0) {
        yield {
          verdict: 'refuted',
          subject,
          premises: [premise],
          message: `${quotedName(machine)} is not what the recorded estate says`,
          witness: wrong.flatMap(({ what, recorded, planned }) => [
            { label: 'recorded', text: `${shownValue(recorded)} ${what}` },
            { label: 'found', text: `${shownValue(planned)} ${what}` },
          ]),
          remedies: [{ text: 'a new record of that estate, and a new synthesis' }],
        };
      } else if (sizes.length > 0 && !isUnknown(machine.name)) yield { verdict: 'proved', subject };
    }
  }
}
