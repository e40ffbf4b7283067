import { announce, describeLane } from '../lane/components';
import { CREATE_FIRST, inWorkspace } from './provider';
import type { Attributes, Blocks } from './provider';
import { ENFORCEMENT_POINT } from './server';

announce();

const OVERLAY = `${ENFORCEMENT_POINT}/transport-zones/overlay`;

function segment(attributes: Attributes): Blocks {
  return { nsxt_policy_segment: { s: { display_name: 's', transport_zone_path: OVERLAY, ...attributes } } };
}

/** A group and a policy that names it. */
function guarded(group: Attributes): Blocks {
  return {
    nsxt_policy_group: { g: { display_name: 'g', ...group } },
    nsxt_policy_security_policy: {
      p: { display_name: 'p', category: 'Application', rule: [{ display_name: 'r', source_groups: ['${nsxt_policy_group.g.path}'] }] },
    },
  };
}

function apart(...numbers: readonly number[]): Blocks {
  const rules = numbers.map((number, i) => [
    `r${i}`,
    { policy_path: '${nsxt_policy_parent_security_policy.p.path}', display_name: `r${i}`, sequence_number: number },
  ]);
  return {
    nsxt_policy_parent_security_policy: { p: { display_name: 'p', category: 'Application' } },
    nsxt_policy_security_policy_rule: Object.fromEntries(rules) as Record<string, Attributes>,
  };
}

function together(...rules: readonly Attributes[]): Blocks {
  return { nsxt_policy_security_policy: { p: { display_name: 'p', category: 'Application', rule: rules } } };
}

describeLane('what the server refuses', () => {
  test.each([
    [
      'an unknown transport zone',
      segment({ transport_zone_path: `${ENFORCEMENT_POINT}/transport-zones/none` }),
      /transport-zones\/none\] is invalid/,
    ],
    ['a bad CIDR', segment({ subnet: { cidr: '10.2.2.300/24' } }), /gateway_address is "10\.2\.2\.300\/24"/],
    ['a value that is not allowed', segment({ advanced_config: { connectivity: 'MAYBE' } }), /connectivity is "MAYBE", expected one of/],
  ])('%s is an error of the resource, in its words', (_, resource, message) =>
    inWorkspace(async (workspace, server) => {
      const before = server.objects().size;
      const refusal = await workspace.refusal(resource);
      expect(refusal).toMatch(message);
      expect(refusal).toContain('with nsxt_policy_segment.s');
      expect(server.objects().size).toBe(before);
      expect(await workspace.plan(resource)).toEqual({ 'nsxt_policy_segment.s': 'create' });
    }),
  );

  test('the deletion of a group that a policy names, unless the new one is made first', () =>
    inWorkspace(async (workspace, server) => {
      await workspace.apply(guarded({}));
      const refusal = await workspace.refusal(guarded({ nsx_id: 'other' }));
      expect(refusal).toMatch(
        /Failed to delete nsxt_policy_group: .*cannot be deleted, it is being referenced by path=\[\/infra\/domains\/default\/sec/,
      );
      expect(server.objects().has('/infra/domains/default/groups/other')).toBe(false);

      await workspace.apply(guarded({ ...CREATE_FIRST }));
      const made = await workspace.apply(guarded({ nsx_id: 'other', ...CREATE_FIRST }));
      expect(made['nsxt_policy_group.g']).toMatchObject({ path: '/infra/domains/default/groups/other' });
      expect([...server.objects().values()].filter(({ resource_type: type }) => type === 'Group')).toHaveLength(1);
    }));

  test('two rules of one policy with one number', () =>
    inWorkspace(async (workspace) => {
      expect(await workspace.refusal(apart(10, 10))).toMatch(/both have the sequence number 10/);
    }));

  test('an id that is taken is refused before anything is written', () =>
    inWorkspace(
      async (workspace, server) => {
        const refusal = await workspace.refusal(segment({ nsx_id: 'taken' }));
        expect(refusal).toContain('Resource with id taken already exists');
        expect(server.requests.filter(({ method }) => method === 'PATCH')).toEqual([]);
      },
      [{ path: '/infra/segments/taken', transport_zone_path: OVERLAY }],
    ));
});

describeLane('what the provider refuses by itself', () => {
  test.each([
    [segment({ transport_zone_path: null }), 'transport_zone_path needs to be specified for infra segment on local manager'],
    [segment({ context: { project_id: 'default' } }), 'the project of a context may not be the default one'],
    [segment({ context: { project_id: 'p1' } }), 'transport_zone_path cannot be specified for project based segments'],
    [together({ display_name: 'a', sequence_number: 5 }, { display_name: 'b', sequence_number: 3 }), 'must be consistent with rule order'],
    [together({ display_name: 'a', sequence_number: 5 }, { display_name: 'b', sequence_number: 5 }), 'Error detected with rule b: 5 <= 5'],
    [
      { nsxt_policy_nat_rule: { n: { display_name: 'n', gateway_path: '/infra/tier-0s/t0', action: 'SNAT' } } },
      'translated_networks needs to be specified',
    ],
    [
      {
        nsxt_policy_group: {
          g: { display_name: 'g', conjunction: [{ operator: 'OR' }], criteria: [{ ipaddress_expression: { ip_addresses: ['10.0.0.1'] } }] },
        },
      },
      'Missing criteria for last conjunction',
    ],
    [{ nsxt_policy_context_profile: { c: { display_name: 'c' } } }, 'At least one attribute should be set'],
  ])('%j', (resource: Blocks, message) =>
    inWorkspace(async (workspace, server) => {
      expect(await workspace.refusal(resource)).toContain(message);
      expect(server.requests.filter(({ method }) => method === 'PATCH')).toEqual([]);
    }),
  );
});

describeLane('what others change', () => {
  test('is changed back, and made again where it is gone', () =>
    inWorkspace(async (workspace, _, client) => {
      const resource = { nsxt_policy_group: { g: { display_name: 'g', description: 'ours', nsx_id: 'g' } } };
      await workspace.apply(resource);
      const path = '/infra/domains/default/groups/g';
      await client.patch(path, { display_name: 'g', description: 'theirs' });
      expect(await workspace.plan(resource)).toEqual({ 'nsxt_policy_group.g': 'update' });
      await client.call('DELETE', path);
      expect(await workspace.plan(resource)).toEqual({ 'nsxt_policy_group.g': 'create' });
    }));
});

describeLane('the rules of a policy', () => {
  const names = (rules: unknown) =>
    (rules as { display_name: string; sequence_number: number; id: string }[]).map((r) => [r.display_name, r.sequence_number]);

  test('are numbered by their order, and a new one takes the id and the number of the one it stands before', () =>
    inWorkspace(async (workspace, _, client) => {
      const made = await workspace.apply(together({ display_name: 'a' }, { display_name: 'b' }));
      const path = made['nsxt_policy_security_policy.p']!.path as string;
      const before = (await client.done('GET', path)).rules as { id: string }[];
      expect(names(before)).toEqual([
        ['a', 1],
        ['b', 2],
      ]);

      await workspace.apply(together({ display_name: 'new' }, { display_name: 'a' }, { display_name: 'b' }));
      const after = (await client.done('GET', path)).rules as { id: string }[];
      expect(names(after)).toEqual([
        ['new', 1],
        ['a', 2],
        ['b', 3],
      ]);
      expect(after.slice(0, 2).map(({ id }) => id)).toEqual(before.map(({ id }) => id));
    }));

  test('keep what numbers leave room for', () =>
    inWorkspace(async (workspace, _, client) => {
      const made = await workspace.apply(together({ display_name: 'a' }, { display_name: 'b', sequence_number: 5 }, { display_name: 'c' }));
      expect(names((await client.done('GET', made['nsxt_policy_security_policy.p']!.path as string)).rules)).toEqual([
        ['a', 1],
        ['b', 5],
        ['c', 6],
      ]);
    }));

  test('of a gateway policy are numbered anew where their numbers do not follow their order', () =>
    inWorkspace(async (workspace, _, client) => {
      const rules = [5, 3, 9].map((number) => ({ display_name: `r${number}`, sequence_number: number, scope: ['/infra/tier-0s/t0'] }));
      const policy = { p: { display_name: 'p', category: 'LocalGatewayRules', rule: rules } };
      const made = await workspace.apply({ nsxt_policy_gateway_policy: policy });
      expect(names((await client.done('GET', made['nsxt_policy_gateway_policy.p']!.path as string)).rules)).toEqual([
        ['r5', 5],
        ['r3', 6],
        ['r9', 9],
      ]);
      expect(await workspace.plan({ nsxt_policy_gateway_policy: policy })).toEqual({ 'nsxt_policy_gateway_policy.p': 'update' });
    }));

  test('of the system: a default rule that is left out is a difference ever after', () =>
    inWorkspace(
      async (workspace) => {
        const data = { nsxt_policy_gateway_policy: { last: { category: 'Default' } } };
        const path = '${data.nsxt_policy_gateway_policy.last.path}';
        const one = { nsxt_policy_predefined_gateway_policy: { last: { path, default_rule: [{ scope: '/infra/tier-1s/t1', action: 'DROP' }] } } };
        await workspace.apply(one, data);
        expect(await workspace.plan(one, data)).toEqual({ 'nsxt_policy_predefined_gateway_policy.last': 'update' });
      },
      [{ path: '/infra/tier-1s/t1' }],
    ));
});
