import { Construct } from 'constructs';
import {
  Datastore,
  DatastoreCluster,
  type IDatastore,
  type IVcenterCluster,
  StoragePolicy,
  type StoragePolicyLookup,
  Tag,
  TagCategory,
  TagRule,
} from 'cdk-strata/vsphere';
import { Lab } from '../lab';

const RAID_5 = { raid: 'raid-5', failures: 1, mirroredSites: false } as const;

class Cluster extends Construct {
  public readonly clusterId = 'domain-c1';
  public readonly resourcePoolId = 'resgroup-1';
  public vsanDatastore?: IDatastore;
}
const cluster = (lab: Lab, vsan: boolean): IVcenterCluster => {
  const made = new Cluster(lab, 'compute');
  if (vsan) made.vsanDatastore = Datastore.fromAttributes(made, 'vsan', { datastoreId: 'datastore-vsan' });
  return made;
};
const gold = (lab: Lab): IDatastore => Datastore.fromAttributes(lab, 'store', { datastoreId: 'datastore-1' });
const tier = (lab: Lab, id = 'tier'): TagCategory => new TagCategory(lab, id, { associableTypes: ['Datastore'] });

describe('a policy by tags', () => {
  const make = (lab: Lab, rules: readonly TagRule[]): StoragePolicy => new StoragePolicy(lab, 'policy', { rules, storage: gold(lab) });

  test('goes by the names of tags and category, and puts machines where it is told', () => {
    const lab = new Lab();
    const [fast, slow] = [new Tag(lab, 'fast', { category: tier(lab) }), new Tag(lab, 'slow', { category: tier(lab, 'speed') })];
    const policy = make(lab, [TagRule.tagged(fast)]);
    new StoragePolicy(lab, 'full', {
      name: 'Gold',
      description: 'Fast',
      rules: [TagRule.tagged(fast), TagRule.notTagged(slow)],
      storage: DatastoreCluster.fromAttributes(lab, 'pod', { datastoreClusterId: 'group-p1' }),
    });
    expect(lab.rendered('vsphere_vm_storage_policy')).toMatchSnapshot();
    expect(lab.resolve(policy.machineStorage)).toEqual({ datastoreId: 'datastore-1', storagePolicyId: '${vsphere_vm_storage_policy.policy.id}' });
    expect(StoragePolicy.isStoragePolicy(policy)).toBe(true);
  });

  const known = (lab: Lab, id: string, categoryName?: string): TagCategory =>
    TagCategory.fromAttributes(lab, id, { categoryId: id, categoryName }) as TagCategory;

  test.each<[string, (lab: Lab) => TagRule[], string]>([
    ['no rule', () => [], 'rules must have at least one rule, such as `TagRule.tagged(gold)`, got none'],
    ['a rule without tags', () => [TagRule.tagged()], 'rules[0] needs at least one tag whose category is known'],
    [
      'a tag of no category',
      (lab) => [TagRule.tagged(Tag.fromAttributes(lab, 't', { tagId: 't' }))],
      'rules[0] needs at least one tag whose category',
    ],
    [
      'tags of two categories in one rule',
      (lab) => [TagRule.tagged(new Tag(lab, 'a', { category: tier(lab) }), new Tag(lab, 'b', { category: tier(lab, 'other') }))],
      'the tags of a rule are of one category, got lab/a of lab/tier and lab/b of lab/other; make a rule of each',
    ],
    [
      'a category without a name',
      (lab) => [TagRule.tagged(Tag.fromAttributes(lab, 't', { tagId: 't', tagName: 't', category: known(lab, 'c') }))],
      'rules[0] goes by the name of lab/c, which is not known; give it a categoryName',
    ],
    [
      'a tag without a name',
      (lab) => [TagRule.tagged(Tag.fromAttributes(lab, 't', { tagId: 't', category: known(lab, 'c', 'C') }))],
      'a rule goes by the name of lab/t, which is not known; give it a tagName',
    ],
    [
      'a comma in the name of a tag',
      (lab) => [TagRule.tagged(new Tag(lab, 't', { name: 'a,b', category: tier(lab) }))],
      'a rule goes by the name of lab/t, which is "a,b"; a rule cannot tell a comma from the end of a name, so rename it',
    ],
    ['what is no rule', () => ['gold' as never], 'rules[0] must be a TagRule, got "gold"'],
  ])('is refused with %s', (_, rules, message) => {
    const lab = new Lab();
    expect(() => make(lab, rules(lab))).toThrow(`[lab/policy] ${message}`);
  });
});

describe('a policy that exists', () => {
  const look = (lab: Lab, props: StoragePolicyLookup): ReturnType<typeof StoragePolicy.fromLookup> => StoragePolicy.fromLookup(lab, 'raid5', props);

  test('puts machines on the vSAN of its cluster, and declares how vSAN keeps them', () => {
    const lab = new Lab();
    const policy = look(lab, { name: 'RAID 5', cluster: cluster(lab, true), redundancy: RAID_5 });
    expect(lab.rendered('data.vsphere_storage_policy').raid5).toEqual({ name: 'RAID 5' });
    expect(lab.resolve(policy.machineStorage)).toEqual({
      datastoreId: 'datastore-vsan',
      storagePolicyId: '${data.vsphere_storage_policy.raid5.id}',
    });
    expect(policy.redundancy).toEqual(RAID_5);
    expect(lab.declarations()).toEqual([{ kind: 'storage-policy', of: 'lab/raid5/Default', redundancy: RAID_5, cluster: 'lab/compute' }]);
  });

  test('puts them on the storage it is given, of whatever cluster', () => {
    const lab = new Lab();
    const policy = look(lab, { storage: gold(lab), redundancy: RAID_5 });
    expect(lab.rendered('data.vsphere_storage_policy').raid5).toEqual({ name: 'raid5' });
    expect(lab.resolve(policy.machineStorage)).toMatchObject({ datastoreId: 'datastore-1' });
    expect(lab.declarations()).toEqual([{ kind: 'storage-policy', of: 'lab/raid5/Default', redundancy: RAID_5 }]);
    const other = new Lab();
    const both = look(other, { storage: gold(other), cluster: cluster(other, true) });
    expect(other.resolve(both.machineStorage)).toMatchObject({ datastoreId: 'datastore-1' });
  });

  test('declares nothing where nobody said how vSAN keeps them', () => {
    const lab = new Lab();
    expect(look(lab, { cluster: cluster(lab, true) }).redundancy).toBeUndefined();
    expect(lab.declarations()).toEqual([]);
  });

  test('is known by its id', () => {
    const lab = new Lab();
    const policy = StoragePolicy.fromAttributes(lab, 'known', { storagePolicyId: 'uuid', storage: gold(lab) });
    expect(policy.machineStorage).toEqual({ datastoreId: 'datastore-1', storagePolicyId: 'uuid' });
    expect(() => StoragePolicy.fromAttributes(lab, 'nowhere', { storagePolicyId: 'uuid' })).toThrow('[lab/nowhere] nothing says where');
  });

  test.each<[string, (lab: Lab) => StoragePolicyLookup, string]>([
    [
      'nowhere to put machines',
      () => ({}),
      'nothing says where machines that follow the policy are put; give it a cluster that has vSAN, or storage',
    ],
    [
      'a cluster without vSAN',
      (lab) => ({ cluster: cluster(lab, false) }),
      'lab/compute has no vSAN that is known here; give the cluster vsan, or give the policy storage',
    ],
    [
      'another policy as storage',
      (lab) => ({ storage: StoragePolicy.fromAttributes(lab, 'other', { storagePolicyId: 'uuid', storage: gold(lab) }) as never }),
      'storage must be a datastore or a datastore cluster, got lab/other, a policy itself',
    ],
    [
      'a redundancy in words',
      (lab) => ({ storage: gold(lab), redundancy: 'RAID-5' as never }),
      'redundancy must be a redundancy of vSAN, got "RAID-5"; give one such as `Vsan.raid5()`',
    ],
  ])('is refused with %s', (_, props, message) => {
    const lab = new Lab();
    expect(() => look(lab, props(lab))).toThrow(`[lab/raid5] ${message}`);
  });
});
