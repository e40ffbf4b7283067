import { Tag, TagCategory, type TagCategoryProps } from 'cdk-strata/vsphere';
import { tagIds } from '../../../../lib/layers/vsphere/access/tags';
import { Lab } from '../lab';

const category = (lab: Lab, props: Partial<TagCategoryProps> = {}, id = 'tier'): TagCategory =>
  new TagCategory(lab, id, { associableTypes: ['Datastore'], ...props });

test('a category and its tag render', () => {
  const lab = new Lab();
  const tier = category(lab, { name: 'Tier', description: 'How fast', cardinality: 'multiple', associableTypes: ['Datastore', 'StoragePod'] });
  new Tag(lab, 'gold', { category: tier, name: 'Gold', description: 'Fast' });
  new Tag(lab, 'plain', { category: category(lab, {}, 'plain-tier') });
  expect([lab.rendered('vsphere_tag_category'), lab.rendered('vsphere_tag')]).toMatchSnapshot();
  expect([TagCategory.isTagCategory(tier), Tag.isTag(tier)]).toEqual([true, false]);
});

test('a category and its tag are looked up or known', () => {
  const lab = new Lab();
  const tier = TagCategory.fromLookup(lab, 'tier', { name: 'Tier' });
  const gold = Tag.fromLookup(lab, 'gold', { category: tier, name: 'Gold' });
  expect(lab.rendered('data.vsphere_tag_category').tier).toEqual({ name: 'Tier' });
  expect(lab.rendered('data.vsphere_tag').gold).toEqual({ name: 'Gold', category_id: '${data.vsphere_tag_category.tier.id}' });
  expect(lab.resolve(gold.tagId)).toBe('${data.vsphere_tag.gold.id}');

  const knownCategory = TagCategory.fromAttributes(lab, 'known-tier', { categoryId: 'urn:c', categoryName: 'Tier' });
  const known = Tag.fromAttributes(lab, 'known', { tagId: 'urn:t', tagName: 'Gold', category: knownCategory });
  expect([known.tagId, known.tagName, known.category?.categoryId, known.category?.categoryName]).toEqual(['urn:t', 'Gold', 'urn:c', 'Tier']);
});

test.each<[Partial<TagCategoryProps>, string]>([
  [{ associableTypes: [] }, 'associableTypes must name at least one type, such as "VirtualMachine"'],
  [{ associableTypes: ['VM' as 'VirtualMachine'] }, 'associableTypes[0] must be one of "Folder", '],
  [{ cardinality: 'SINGLE' as 'single' }, 'cardinality must be one of "single", "multiple", got "SINGLE"'],
])('a category is refused with %j', (props, message) => {
  expect(() => category(new Lab(), props)).toThrow(`[lab/tier] ${message}`);
});

describe('the tags of an object', () => {
  test('are given by their ids, each once', () => {
    const lab = new Lab();
    const tier = category(lab, { cardinality: 'multiple' });
    const [gold, quiet] = [new Tag(lab, 'gold', { category: tier }), new Tag(lab, 'quiet', { category: tier })];
    expect(lab.resolve(tagIds(lab, [gold, quiet, gold], 'Datastore'))).toEqual(['${vsphere_tag.gold.id}', '${vsphere_tag.quiet.id}']);
    expect(tagIds(lab, undefined)).toBeUndefined();
    expect(tagIds(lab, [])).toEqual([]);
  });

  test('are one at most of a category that is single', () => {
    const lab = new Lab();
    const [tier, zone] = [category(lab), category(lab, {}, 'zone')];
    const [gold, silver, north] = [
      new Tag(lab, 'gold', { category: tier }),
      new Tag(lab, 'silver', { category: tier }),
      new Tag(lab, 'north', { category: zone }),
    ];
    expect(() => tagIds(lab.datacenter, [gold, north, gold])).not.toThrow();
    expect(() => tagIds(lab.datacenter, [gold, north, silver])).toThrow(
      "[lab/dc] an object has one tag at most of lab/tier, got lab/gold and lab/silver; leave one out, or make its cardinality 'multiple'",
    );
  });

  test('may be of a category of which nothing is known', () => {
    const lab = new Lab();
    const tags = ['a', 'b'].map((id) => Tag.fromAttributes(lab, id, { tagId: id }));
    const tier = TagCategory.fromLookup(lab, 'tier', { name: 'Tier' });
    const found = ['c', 'd'].map((id) => Tag.fromLookup(lab, id, { category: tier, name: id }));
    expect(tagIds(lab, [...tags, ...found], 'Datastore')).toHaveLength(4);
  });

  test('are of categories that are for it', () => {
    const lab = new Lab();
    const gold = new Tag(lab, 'gold', { category: category(lab) });
    expect(() => tagIds(lab.datacenter, [gold], 'Folder')).toThrow(
      '[lab/dc] the tag lab/gold is of lab/tier, which is for Datastore; add Folder to its associableTypes',
    );
    expect(() => tagIds(lab.datacenter, [gold])).not.toThrow();
  });

  test('are tags', () => {
    const lab = new Lab();
    expect(() => tagIds(lab.datacenter, ['urn:t' as never])).toThrow('[lab/dc] tags[0] must be a tag, got "urn:t"; give a `new Tag(...)`');
  });
});
