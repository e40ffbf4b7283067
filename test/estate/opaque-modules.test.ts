import { mayBeServer, opaqueModules, opaqueModulesOf } from '../../lib/estate';
import { Interval } from '../../lib/units';
import { aModule, anEstate, aProvider, aStack, token } from '../support/estate';

const nsx = aProvider({ key: 'nsxt', type: 'nsxt', identity: 'nsx.example.com' });
const west = aProvider({ key: 'vsphere.west', identity: 'west.example.com' });

function servers(providers: readonly string[] | null, of: 'vsphere' | 'nsxt', configured = [aProvider(), west, nsx]): unknown {
  const estate = anEstate({ stacks: [aStack({ providers: configured, modules: [aModule('m', { providers })] })] });
  return opaqueModulesOf(estate, of).map((each) => each.servers)[0];
}

describe('opaque modules', () => {
  test('may talk to the servers of their stack, of the kind that is asked for', () => {
    expect(servers(null, 'vsphere')).toEqual(['vc.example.com', 'west.example.com']);
    expect(servers(null, 'nsxt')).toEqual(['nsx.example.com']);
  });

  test('that are handed providers talk to these only', () => {
    expect(servers(['vsphere.west'], 'vsphere')).toEqual(['west.example.com']);
    expect(servers(['vsphere.west'], 'nsxt')).toEqual([]);
  });

  test('that are handed none where there is none may set one up by themselves', () => {
    expect(servers(null, 'nsxt', [aProvider()])).toEqual([{ $unknown: expect.objectContaining({ reason: 'module', knownBy: 'site/module.m' }) }]);
    expect(servers([], 'nsxt', [aProvider()])).toEqual([]);
  });

  test('are none where they are not there, or somebody vouches for them or for what they lie in', () => {
    const of = (subject: string, instances = Interval.exactly(1), kind: 'assumed' | 'stated' = 'assumed'): number => {
      const premises = [{ id: `no-policy-in:${subject}`, kind, statement: 'none', subject }];
      return opaqueModules(anEstate({ premises, stacks: [aStack({ modules: [aModule('m', { instances })] })] })).length;
    };
    expect([of('site/other'), of('site/m'), of('site'), of('site/m', undefined, 'stated')]).toEqual([1, 0, 0, 1]);
    expect(of('site/other', Interval.exactly(0))).toBe(0);
  });

  test('two names may be of one server where one is a token, or they differ in case', () => {
    expect([mayBeServer('a', 'A'), mayBeServer('a', 'b'), mayBeServer('a', token())]).toEqual([true, false, true]);
  });
});
