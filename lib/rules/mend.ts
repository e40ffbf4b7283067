import type { ComputeCluster, EsxiHost, Estate, ObjectId, VirtualMachine, VsphereEstate } from '../estate';

/** Changes to an estate that remedies speak of. Each gives a new estate and leaves the old one alone. */
export const Mend = {
  /** More hosts like `model` in a cluster. */
  addHosts:
    (cluster: ComputeCluster, model: EsxiHost, howMany: number) =>
    (estate: Estate): Estate => {
      const added = Array.from({ length: howMany }, (_, i) => ({ ...model, id: `${model.id}#${i + 1}`, cluster: cluster.id, maintenance: false }));
      return withVsphere(estate, {
        hosts: [...estate.vsphere.hosts, ...added],
        clusters: estate.vsphere.clusters.map((each) =>
          each.id === cluster.id ? { ...each, hosts: { ...each.hosts, ids: [...each.hosts.ids, ...added.map(({ id }) => id)] } } : each,
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
} as const;

function withVsphere(estate: Estate, change: Partial<VsphereEstate>): Estate {
  return { ...estate, vsphere: { ...estate.vsphere, ...change } };
}
