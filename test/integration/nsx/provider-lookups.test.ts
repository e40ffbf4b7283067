import { announce, describeLane } from '../lane/components';
import { nsxtProviderSchema } from '../provider/nsxt-schema';
import { inWorkspace } from './provider';
import { FOUND, LOOKUP_SEEDS, LOOKUPS, NOT_FOUND } from './provider/lookups';

announce();

describeLane('data sources of the NSX provider', () => {
  test('each type of the schema is asked', () => {
    expect(Object.keys(LOOKUPS).sort()).toEqual(Object.keys(nsxtProviderSchema().data_source_schemas).sort());
  });

  test('find what the server has', () =>
    inWorkspace(async (workspace) => {
      const found = await workspace.apply({}, LOOKUPS);
      expect(found).toMatchObject(FOUND);
      for (const [address, { id }] of Object.entries(found)) expect({ address, id }).toEqual({ address, id: expect.stringMatching(/./) });
    }, LOOKUP_SEEDS));

  test('say what they do not find', () =>
    inWorkspace(async (workspace) => {
      for (const [type, query, error] of NOT_FOUND) {
        const refusal = await workspace.refusal({}, { [type]: { x: query } });
        expect(refusal).toContain(error);
        expect(refusal).toContain(`with data.${type}.x`);
      }
    }, LOOKUP_SEEDS));

  test('a machine that vSphere makes is discovered, and can be tagged', () =>
    inWorkspace(async (workspace, server) => {
      const machine = { name: 'web-01', resource_pool_id: 'resgroup-1', network_interface: { network_id: 'dvportgroup-1' } };
      const resource = {
        vsphere_virtual_machine: { web: machine },
        nsxt_policy_vm_tags: { web: { instance_id: '${vsphere_virtual_machine.web.id}', tag: { scope: 'tier', tag: 'web' } } },
      };
      const made = await workspace.apply(resource);
      const [discovered] = server.export().virtual_machines as Record<string, unknown>[];
      expect(discovered).toMatchObject({ display_name: 'web-01', tags: [{ scope: 'tier', tag: 'web' }] });
      expect(made['nsxt_policy_vm_tags.web']!.id).toBe(discovered!.external_id);
      expect(await workspace.plan(resource)).toEqual({});
    }));

  test('a machine whose name begins another is found by neither name', () =>
    inWorkspace(
      async (workspace) => {
        const lookup = { nsxt_policy_vm: { x: { display_name: 'web' } } };
        expect(await workspace.refusal({}, lookup)).toContain('Found 2 Virtual Machines with name prefix: web');
      },
      ['web', 'web-2'].map((name) => ({ resource_type: 'VirtualMachine', external_id: name, display_name: name })),
    ));
});
