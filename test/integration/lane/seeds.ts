import type { TerraformModel } from '../../../lib/estate/terraform';
import type { VcsimOptions } from '../tools/vcsim';

/** What the simulator has by itself. */
const ITS_OWN = new Set(['DC0', 'LocalDS_0', 'VM Encryption Policy']);

/** What a simulator must hold so that the lookups of stacks find something. */
export function seedsFor({ stacks }: Pick<TerraformModel, 'stacks'>): VcsimOptions {
  const named = (type: string): string | undefined => {
    const lookups = stacks.flatMap(({ resources }) => resources.filter((each) => each.mode === 'data' && each.type === type));
    const names = lookups.map(({ values }) => values.name).filter((name) => typeof name === 'string');
    return names.find((name) => !ITS_OWN.has(name));
  };
  const seeds: Readonly<Record<string, string | undefined>> = {
    datacenter: named('vsphere_datacenter'),
    datastore: named('vsphere_datastore'),
    template: named('vsphere_virtual_machine'),
    storagePolicy: named('vsphere_storage_policy'),
  };
  return Object.fromEntries(Object.entries(seeds).filter(([, name]) => name !== undefined));
}
