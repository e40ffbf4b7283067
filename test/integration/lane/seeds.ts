import type { TerraformModel } from '../../../lib/estate/terraform';
import type { VcsimOptions } from '../tools/vcsim';

/** What a simulator must hold so that the lookups of an app find something. */
export function seedsFor(model: TerraformModel): VcsimOptions {
  const named = (type: string): string | undefined => {
    const lookups = model.stacks.flatMap(({ resources }) => resources.filter((each) => each.mode === 'data' && each.type === type));
    const names = lookups.map(({ values }) => values.name).filter((name) => typeof name === 'string');
    return names[0];
  };
  const [datacenter, datastore, template] = [named('vsphere_datacenter'), named('vsphere_datastore'), named('vsphere_virtual_machine')];
  return { ...(datacenter ? { datacenter } : {}), ...(datastore ? { datastore } : {}), ...(template ? { template } : {}) };
}
