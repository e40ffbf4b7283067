import type {
  ComputeCluster,
  EsxiHost,
  Estate,
  FirewallRule,
  NsxEstate,
  ObjectId,
  ResourceInstance,
  SecurityPolicy,
  StoragePolicy,
  VirtualMachine,
  VsphereEstate,
} from '../estate';

/** The objects of both, by kind. */
type Objects = VsphereEstate & NsxEstate;

/** Changes to an estate that remedies speak of. Each gives a new estate and leaves the old one alone. */
export const Mend = {
  /** One object of a kind, of vSphere or of NSX, changed. */
  change:
    <K extends keyof Objects>(kind: K, id: ObjectId, change: Partial<Objects[K][number]>) =>
    (estate: Estate): Estate => {
      const part = kind in estate.nsx ? 'nsx' : 'vsphere';
      const objects = (estate[part] as Objects)[kind] as readonly Objects[K][number][];
      return { ...estate, [part]: { ...estate[part], [kind]: objects.map((each) => (each.id === id ? { ...each, ...change } : each)) } };
    },

  /** One more object of a kind of NSX. */
  add:
    <K extends keyof NsxEstate>(kind: K, object: NsxEstate[K][number]) =>
    (estate: Estate): Estate => ({ ...estate, nsx: { ...estate.nsx, [kind]: [...estate.nsx[kind], object] } }),

  /** One object of a kind of NSX fewer. */
  remove:
    (kind: keyof NsxEstate, id: ObjectId) =>
    (estate: Estate): Estate => ({ ...estate, nsx: { ...estate.nsx, [kind]: estate.nsx[kind].filter((each) => each.id !== id) } }),

  /** One rule of a policy of the distributed firewall, changed. */
  changeRule:
    ({ id }: SecurityPolicy, key: string, change: Partial<FirewallRule>) =>
    (estate: Estate): Estate => ({
      ...estate,
      nsx: {
        ...estate.nsx,
        securityPolicies: estate.nsx.securityPolicies.map((each) =>
          each.id === id
            ? { ...each, rules: { ...each.rules, items: each.rules.items.map((rule) => (rule.key === key ? { ...rule, ...change } : rule)) } }
            : each,
        ),
      },
    }),

  /** More hosts like `model` in a cluster, and on the switches that it is on. */
  addHosts:
    (cluster: ComputeCluster, model: EsxiHost, howMany: number) =>
    (estate: Estate): Estate => {
      const added = Array.from({ length: howMany }, (_, i) => ({ ...model, id: `${model.id}#${i + 1}`, cluster: cluster.id, maintenance: false }));
      return withVsphere(estate, {
        hosts: [...estate.vsphere.hosts, ...added],
        clusters: estate.vsphere.clusters.map((each) =>
          each.id === cluster.id ? { ...each, hosts: { ...each.hosts, ids: [...each.hosts.ids, ...added.map(({ id }) => id)] } } : each,
        ),
        // A host like another is on the switches of that.
        switches: estate.vsphere.switches.map((each) =>
          each.hosts.ids.includes(model.id) ? { ...each, hosts: { ...each.hosts, ids: [...each.hosts.ids, ...added.map(({ id }) => id)] } } : each,
        ),
      });
    },

  changeHosts:
    (ids: readonly ObjectId[], change: Partial<EsxiHost>) =>
    (estate: Estate): Estate => {
      const chosen = new Set(ids);
      return withVsphere(estate, { hosts: estate.vsphere.hosts.map((each) => (chosen.has(each.id) ? { ...each, ...change } : each)) });
    },

  changeMachines:
    (ids: readonly ObjectId[], change: Partial<VirtualMachine>) =>
    (estate: Estate): Estate => {
      const chosen = new Set(ids);
      return withVsphere(estate, { machines: estate.vsphere.machines.map((each) => (chosen.has(each.id) ? { ...each, ...change } : each)) });
    },

  changeCluster:
    (id: ObjectId, change: Partial<ComputeCluster>) =>
    (estate: Estate): Estate =>
      withVsphere(estate, { clusters: estate.vsphere.clusters.map((each) => (each.id === id ? { ...each, ...change } : each)) }),

  changePolicy:
    (id: ObjectId, change: Partial<StoragePolicy>) =>
    (estate: Estate): Estate =>
      withVsphere(estate, { storagePolicies: estate.vsphere.storagePolicies.map((each) => (each.id === id ? { ...each, ...change } : each)) }),

  /** Of what is no object of vSphere: attributes of a resource itself. */
  changeResource:
    ({ stack, address }: ResourceInstance, values: ResourceInstance['values']) =>
    (estate: Estate): Estate => ({
      ...estate,
      terraform: {
        stacks: estate.terraform.stacks.map((one) =>
          one.name === stack
            ? {
                ...one,
                resources: one.resources.map((each) => (each.address === address ? { ...each, values: { ...each.values, ...values } } : each)),
              }
            : one,
        ),
      },
    }),
} as const;

function withVsphere(estate: Estate, change: Partial<VsphereEstate>): Estate {
  return { ...estate, vsphere: { ...estate.vsphere, ...change } };
}
