import { announce, describeLane } from '../lane/components';
import { nsxtProviderSchema } from '../provider/nsxt-schema';
import { contentsOf } from './contents';
import { changed, inWorkspace, SCENARIOS } from './provider';
import type { Attributes, Scenario } from './provider';

announce();

/** What Terraform is to do with each of some resources. */
function all(action: string, changes: Scenario['updated']): Record<string, string> {
  return Object.fromEntries(Object.keys(changes).map((address) => [address, action]));
}

/** Planned values without lists of which an item is not known: Terraform writes null for it, and sorts it elsewhere. */
function known(value: unknown): unknown {
  if (Array.isArray(value)) return value.includes(null) ? expect.any(Array) : value.map(known);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, known(each)]));
}

describeLane('the NSX provider on a server of the Policy API', () => {
  test.each(SCENARIOS)(
    '$name: made, read back as planned, changed, replaced, destroyed without a trace',
    async ({ data, resource, api, updated, replaced, seeds = [] }) =>
      inWorkspace(async (workspace, server, client) => {
        const before = contentsOf(server);

        const planned = await workspace.planned(resource, data);
        const made = await workspace.apply(resource, data);
        for (const [address, values] of Object.entries(planned))
          expect({ address, ...made[address] }).toMatchObject({ address, ...(known(values) as Attributes) });
        for (const [at, expected] of Object.entries(api)) {
          const path = at.startsWith('/') ? at : (made[at]!.path as string);
          expect({ at, ...(await client.done('GET', path)) }).toMatchObject({ at, ...expected });
        }
        expect(await workspace.plan(resource, data)).toEqual({});

        const second = changed(resource, updated);
        expect(await workspace.plan(second, data)).toEqual(all('update', updated));
        await workspace.apply(second, data);
        expect(await workspace.plan(second, data)).toEqual({});

        const third = changed(second, replaced);
        expect(await workspace.plan(third, data)).toMatchObject(all('replace', replaced));
        await workspace.apply(third, data);
        expect(await workspace.plan(third, data)).toEqual({});

        await workspace.destroy();
        expect(contentsOf(server)).toEqual(before);
      }, seeds),
  );

  test('each type of the schema is made by one of these', () => {
    const used = new Set(SCENARIOS.flatMap(({ resource }) => Object.keys(resource)));
    expect([...used].sort()).toEqual(Object.keys(nsxtProviderSchema().resource_schemas).sort());
  });

  test('each resource that can be changed or replaced is so by one of these', () => {
    const changes = (of: 'updated' | 'replaced') =>
      new Set(SCENARIOS.flatMap((each) => Object.keys(each[of])).map((address) => address.split('.')[0]!));
    const types = Object.keys(nsxtProviderSchema().resource_schemas);
    expect(types.filter((type) => !changes('updated').has(type))).toEqual(['nsxt_policy_firewall_exclude_list_member']);
    // These come with the system: another path would be another policy of the system.
    expect(types.filter((type) => !changes('replaced').has(type))).toEqual([
      'nsxt_policy_predefined_gateway_policy',
      'nsxt_policy_predefined_security_policy',
    ]);
  });
});
