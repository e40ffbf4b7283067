import { TerraformStack, Testing } from 'cdktf';
import { Construct } from 'constructs';
import { declarationsIn } from '../../../lib/estate/declaration';
import { IsolationLevel } from '../../../lib/layers/tenancy/isolation-level';
import { PodIsolation, type PodIsolationProps } from '../../../lib/layers/tenancy/pod-isolation';
import type { ITenant } from '../../../lib/layers/tenancy';
import { ISOLATION_LEVELS } from '../../../lib/rules/isolation/pod-levels';

class Team extends Construct implements ITenant {
  public readonly tenantName = this.node.id;
  public holds(): boolean {
    return false;
  }
}

const stack = () => new TerraformStack(Testing.app(), 'site');

describe('PodIsolation', () => {
  test('declares what is asked for', () => {
    const site = stack();
    const tenants = [new Team(site, 'shopping'), new Team(site, 'banking')];
    new PodIsolation(site, 'shared-nodes', { tenants, atLeast: IsolationLevel.userNamespaces() });
    expect(declarationsIn(site)).toEqual([
      {
        kind: 'intent',
        of: 'site/shared-nodes',
        intent: 'pod-isolation',
        statement: 'pods of tenants `shopping` and `banking` that share a node are isolated by user namespaces at least',
        sides: [
          { label: '`shopping`', of: ['site/shopping'] },
          { label: '`banking`', of: ['site/banking'] },
        ],
        parameters: { atLeast: 'user-namespaces', tenants: ['site/shopping', 'site/banking'] },
      },
    ]);
  });

  test.each<[string, (site: TerraformStack) => unknown, string]>([
    [
      'one tenant',
      (site) => ({ tenants: [new Team(site, 'a')], atLeast: IsolationLevel.restricted() }),
      'isolation takes at least two tenants, got 1',
    ],
    [
      'a tenant twice',
      (site) => {
        const team = new Team(site, 'a');
        return { tenants: [team, team], atLeast: IsolationLevel.restricted() };
      },
      'tenant `a` stands twice; name each tenant once',
    ],
    [
      'a text as level',
      (site) => ({ tenants: [new Team(site, 'a'), new Team(site, 'b')], atLeast: 'restricted' }),
      'atLeast must be an IsolationLevel, got "restricted"; give one such as `IsolationLevel.restricted()`',
    ],
    ['no tenants', () => ({ atLeast: IsolationLevel.restricted() }), 'tenants must be a list, each of it a tenant, got undefined'],
    ['nothing', () => undefined, 'props must be an object, got undefined; give at least `{ tenants, atLeast }`'],
  ])('refuses %s', (_, props, message) => {
    const site = stack();
    expect(() => new PodIsolation(site, 'x', props(site) as PodIsolationProps)).toThrow(`[site/x] ${message}`);
  });
});

describe('IsolationLevel', () => {
  const levels = [
    IsolationLevel.baseline(),
    IsolationLevel.restricted(),
    IsolationLevel.userNamespaces(),
    IsolationLevel.sandbox(),
    IsolationLevel.virtualMachine(),
    IsolationLevel.wasm(),
  ];

  test('has the levels that the rule decides', () => {
    expect(levels.map(({ isolationLevel }) => isolationLevel)).toEqual(ISOLATION_LEVELS);
  });

  test('is known by its brand', () => {
    expect([...levels, { isolationLevel: 'sandbox' }].map((each) => IsolationLevel.isIsolationLevel(each))).toEqual([
      ...levels.map(() => true),
      false,
    ]);
  });
});
