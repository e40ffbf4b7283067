import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { mappedAttributes } from './mapped/attributes';
import { renderedAttributes, type RenderedJson } from './mapped/rendered';
import { renderProgram, SITES } from './lane/program';

/** Mapped by what types say, and not by what is done: whoever states these is given an error, or nothing. */
const NEVER_SET = [
  // The provider keeps failback on, whatever it is told (lib/layers/vsphere/network/teaming.ts).
  'vsphere_host_port_group.failback',
  'vsphere_host_virtual_switch.failback',
  // Segments of both kinds share a type, and these are none of a segment on VLANs.
  'nsxt_policy_vlan_segment.L2Extension.l2vpn_paths',
  'nsxt_policy_vlan_segment.L2Extension.tunnel_id',
  'nsxt_policy_vlan_segment.l2_extension',
  'nsxt_policy_vlan_segment.replication_mode',
  // Policies share a type of rule: an EtherType is for the category Ethernet, and a VPC is all that its gateway policies are for.
  'nsxt_policy_gateway_policy.RuleServiceEntries.ether_type_entry',
  'nsxt_policy_gateway_policy.RuleServiceEntriesEtherTypeEntry.ether_type',
  'nsxt_vpc_gateway_policy.Rule.scope',
  'nsxt_vpc_gateway_policy.RuleServiceEntries.ether_type_entry',
  'nsxt_vpc_gateway_policy.RuleServiceEntriesEtherTypeEntry.ether_type',
  'nsxt_vpc_security_policy.RuleServiceEntries.ether_type_entry',
  'nsxt_vpc_security_policy.RuleServiceEntriesEtherTypeEntry.ether_type',
];

/** What no NSX takes that is as its documentation says, so that no construct sets it. */
const NEVER_TAKEN = [
  // Segment.transport_zone_path: "required for VLAN backed Segments", and the provider takes none in a project (pull request 2259).
  'nsxt_policy_vlan_segment.Context.project_id',
  'nsxt_policy_vlan_segment.context',
];

describe('the sites', () => {
  const mapped = mappedAttributes();
  const rendered = new Set<string>();

  beforeAll(() => {
    const app = renderProgram(SITES);
    for (const { folder } of app.stacks) {
      const stack = JSON.parse(readFileSync(join(folder, 'cdk.tf.json'), 'utf8')) as RenderedJson;
      for (const attribute of renderedAttributes(stack)) rendered.add(attribute);
    }
    app.dispose();
  });

  test.each([
    ['vSphere', /^(data\.|provider\.)?vsphere(_|\.|$)/, 500],
    ['NSX', /^(data\.|provider\.)?nsxt(_|\.|$)/, 800],
  ] as const)('set every attribute that a construct of %s maps to', (_, provider, least) => {
    const its = [...mapped].filter((attribute) => provider.test(attribute));
    expect(its.length).toBeGreaterThan(least);
    const exceptions = [...NEVER_SET, ...NEVER_TAKEN].filter((attribute) => provider.test(attribute));
    expect(its.filter((attribute) => !rendered.has(attribute)).sort()).toEqual(exceptions.sort());
  });

  test('set nothing that the reading of the constructs does not see, but for what the list names', () => {
    const unseen = [...rendered].filter((attribute) => !mapped.has(attribute) && !isTerraforms(attribute));
    expect(unseen.sort()).toMatchSnapshot();
  });
});

/** What every resource has, cdktf's own metadata, and how a stack reads the state of another. */
function isTerraforms(attribute: string): boolean {
  return /^data\.terraform_remote_state\.|\.(provider|depends_on|lifecycle|\/\/)(\.|$)|\.(Lifecycle|\/\/\w*)\./.test(attribute);
}
