import type { ResourceInstance, TerraformModel } from '../../../lib/estate/terraform';
import { isReference } from '../../../lib/estate/value';
import type { VcsimOptions } from '../tools/vcsim';

/** What the simulator has by itself. */
const ITS_OWN = new Set(['DC0', 'LocalDS_0', 'VM Encryption Policy']);

/** What a simulator must hold so that the lookups of stacks find something. */
export function seedsFor({ stacks }: Pick<TerraformModel, 'stacks'>): VcsimOptions {
  const lookups = (type: string): ResourceInstance[] =>
    stacks.flatMap(({ resources }) => resources.filter((each) => each.mode === 'data' && each.type === type));
  const allNamed = (type: string): string[] => {
    const names = lookups(type).map(({ values }) => values.name);
    return names.filter((name): name is string => typeof name === 'string' && !ITS_OWN.has(name));
  };
  const named = (type: string): string | undefined => allNamed(type)[0];
  // The one that has things in it is that of the template.
  const home = lookups('vsphere_virtual_machine').map(({ stack, values }) => {
    const within = values.datacenter_id;
    return isReference(within)
      ? lookups('vsphere_datacenter').find((each) => each.stack === stack && each.address === within.$ref.address)
      : undefined;
  })[0]?.values.name;
  const datacenters = [...new Set([...(typeof home === 'string' && !ITS_OWN.has(home) ? [home] : []), ...allNamed('vsphere_datacenter')])];
  const templates = [...new Set(allNamed('vsphere_virtual_machine'))];
  const seeds: Readonly<Record<string, string | readonly string[] | undefined>> = {
    datacenter: datacenters[0],
    moreDatacenters: datacenters.length > 1 ? datacenters.slice(1) : undefined,
    datastore: named('vsphere_datastore'),
    templates: templates.length > 0 ? templates : undefined,
    storagePolicy: named('vsphere_storage_policy'),
  };
  return Object.fromEntries(Object.entries(seeds).filter(([, name]) => name !== undefined));
}
