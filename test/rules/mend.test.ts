import { Mend } from '../../lib/rules/mend';
import { aPortGroup, anEstate } from '../support/estate';
import { anExclusion, aRule, aSecurityPolicy, aSegment } from '../support/nsx';

const [ledger, nodes] = [aSegment('ledger'), aSegment('nodes')];
const policy = aSecurityPolicy('p', [aRule('a'), aRule('b')]);
const estate = anEstate({
  portGroups: [aPortGroup('vlan')],
  nsx: { segments: [ledger, nodes], securityPolicies: [policy], firewallExclusions: [anExclusion('x', ledger)] },
});

describe('a mended estate', () => {
  test('has one object changed, of vSphere or of NSX', () => {
    const segments = Mend.change('segments', nodes.id, { connected: false })(estate);
    expect(segments.nsx.segments).toEqual([ledger, { ...nodes, connected: false }]);
    expect(segments.vsphere).toBe(estate.vsphere);
    const groups = Mend.change('portGroups', aPortGroup('vlan').id, { vlan: 7 })(estate);
    expect([groups.vsphere.portGroups[0]!.vlan, groups.nsx]).toEqual([7, estate.nsx]);
    expect(estate.nsx.segments).toEqual([ledger, nodes]);
  });

  test('has one object of NSX more, or fewer', () => {
    expect(Mend.add('segments', aSegment('web'))(estate).nsx.segments.map(({ name }) => name)).toEqual(['ledger', 'nodes', 'web']);
    expect(Mend.remove('firewallExclusions', estate.nsx.firewallExclusions[0]!.id)(estate).nsx.firewallExclusions).toEqual([]);
    expect(Mend.remove('segments', nodes.id)(estate).nsx.segments).toEqual([ledger]);
  });

  test('has one rule of a policy changed', () => {
    const [changed] = Mend.changeRule(policy, 'b', { disabled: true })(estate).nsx.securityPolicies;
    expect(changed!.rules.items.map(({ key, disabled }) => [key, disabled])).toEqual([
      ['a', false],
      ['b', true],
    ]);
    expect(Mend.changeRule(aSecurityPolicy('q'), 'b', { disabled: true })(estate).nsx.securityPolicies).toEqual([policy]);
  });
});
