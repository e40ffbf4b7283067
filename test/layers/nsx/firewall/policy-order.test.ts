import { type App, Testing, Token } from 'cdktf';
import { FirewallPolicy, type FirewallPolicyProps, GatewayFirewallPolicy } from 'cdk-strata/nsx';
import type { Construct } from 'constructs';
import fc from 'fast-check';
import { manager, Space } from '../group/net';
import { Wall } from './wall';

const make = (scope: Construct, id: string, props: Partial<FirewallPolicyProps> = {}): FirewallPolicy =>
  new FirewallPolicy(scope, id, { appliedTo: 'everything', ...props });

describe('the order of policies', () => {
  test('is that of the program, for each category', () => {
    const wall = new Wall();
    const sequences = (['application', 'application', 'emergency', 'application'] as const).map(
      (category, n) => make(wall, `p${n}`, { category }).sequence,
    );
    expect(sequences).toEqual([10, 20, 10, 30]);
  });

  test('is apart for each space, manager and firewall', () => {
    const wall = new Wall();
    const shop = new Space(wall, 'shop');
    const again = new Space(wall, 'again');
    const web = new Space(shop, 'web', 'shop', 'web');
    const token = new Space(wall, 'token', Token.asString({ x: 1 }));
    const edge = manager(wall, 'edge', 'edge');
    const zero = new Space(wall, 'zero', 'default');
    const [east, west] = ['east', 'west'].map((id) => new Space(zero, id, 'default', id)) as [Space, Space];
    const scopes = [wall, shop, again, web, token, edge, zero, east, west];
    expect(scopes.map((scope) => make(scope, 'p').sequence)).toEqual([10, 10, 20, 10, 10, 10, 20, 10, 10]);
    expect(make(new Wall(wall.node.root as App, 'other'), 'p').sequence).toBe(10_010);
    expect(new GatewayFirewallPolicy(wall, 'g', { gateways: [wall.tier1()] }).sequence).toBe(10);
  });

  test('goes on from the largest number that the program gave', () => {
    const wall = new Wall();
    expect([{ sequence: 500 }, {}, { sequence: 5 }, {}, { sequence: 0 }].map((props, n) => make(wall, `p${n}`, props).sequence)).toEqual([
      500, 510, 5, 520, 0,
    ]);
  });

  test('keeps stacks apart, so that one that grows changes no other', () => {
    const sequences = (first: number): number[] => {
      const app = Testing.app();
      const [one, two] = [new Wall(app, 'one'), new Wall(app, 'two')];
      for (let n = 0; n < first; n++) make(one, `p${n}`);
      return [make(two, 'a').sequence, make(two, 'b').sequence, make(one, 'late').sequence];
    };
    expect(sequences(1)).toEqual([10_010, 10_020, 20]);
    expect(sequences(3)).toEqual([10_010, 10_020, 40]);
  });

  test('begins with the first stack that has policies', () => {
    const app = Testing.app();
    new Wall(app, 'net');
    expect(make(new Wall(app, 'fw'), 'p').sequence).toBe(10);
  });

  test('puts one before all that go in the order of the program, those made later included', () => {
    const wall = new Wall();
    const a = make(wall, 'a', {});
    const firsts = ['x', 'y'].map((id) => make(wall, id, { before: 'all' }));
    const b = make(wall, 'b', {});
    expect([...firsts, a, b].map(({ sequence }) => sequence)).toEqual([1, 2, 10, 20]);
    for (let n = 3; n < 10; n++) make(wall, `x${n}`, { before: 'all' });
    expect(() => make(wall, 'more', { before: 'all' })).toThrow("before is 'all', and 9 policies go before all already");
    const elsewhere = new Wall(wall.node.root as never, 'second');
    expect(make(elsewhere, 'first', { before: 'all' }).sequence).toBe(10_001);
  });

  test('puts one right before or after another, and moves none', () => {
    const wall = new Wall();
    const [a, b] = [make(wall, 'a'), make(wall, 'b')];
    const before = make(wall, 'before-b', { before: b });
    const after = make(wall, 'after-a', { after: a });
    const first = make(wall, 'first', { before: a });
    const last = make(wall, 'last', { after: b });
    const next = make(wall, 'next');
    expect([first, a, after, before, b, last, next].map(({ sequence }) => sequence)).toEqual([5, 10, 12, 15, 20, 25, 35]);
  });

  test('has room down to the first number', () => {
    const wall = new Wall();
    const first = make(wall, 'a', { sequence: 1 });
    expect(make(wall, 'b', { before: first }).sequence).toBe(0);
  });

  test('of random programs is the one that is said, without ties', () => {
    const step = fc.record({ how: fc.constantFrom('end', 'before', 'after'), of: fc.nat() });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
        const wall = new Wall(Testing.app());
        const naive: FirewallPolicy[] = [];
        for (const [n, { how, of }] of steps.entries()) {
          const other = naive[of % Math.max(1, naive.length)];
          const placed = how === 'end' || other === undefined;
          let policy: FirewallPolicy;
          try {
            policy = make(wall, `p${n}`, placed ? {} : { [how]: other });
          } catch (error) {
            if (!(error as Error).message.includes('no sequence number is left right')) throw error;
            continue;
          }
          naive.splice(placed ? naive.length : naive.indexOf(other) + (how === 'after' ? 1 : 0), 0, policy);
        }
        const numbers = naive.map(({ sequence }) => sequence);
        expect(numbers).toEqual([...numbers].sort((x, y) => x - y));
        expect(new Set(numbers).size).toBe(numbers.length);
      }),
      { numRuns: 25 },
    );
  });

  test('knows no ties', () => {
    const wall = new Wall();
    make(wall, 'a');
    expect(() => make(wall, 'b', { sequence: 10 })).toThrow(
      '[lab/b] sequence 10 is that of lab/a already, and NSX does not determine which of two alike goes first; leave it out',
    );
    expect(() => make(wall, 'c', { sequence: 10, category: 'emergency' })).not.toThrow();
    expect(() => make(new Space(wall, 'shop'), 'd', { sequence: 10 })).not.toThrow();
  });

  test('takes a number that only Terraform knows as it is', () => {
    const wall = new Wall();
    const token = Token.asNumber({ x: 1 });
    const policy = make(wall, 'a', { sequence: token });
    expect([policy.sequence, make(wall, 'b', { sequence: token }).sequence, make(wall, 'c').sequence]).toEqual([token, token, 10]);
    expect(() => make(wall, 'd', { before: policy })).toThrow('has a number that only Terraform knows; give sequence instead');
  });

  test('is refused where it cannot be', () => {
    const app = Testing.app();
    const [wall, other] = [new Wall(app, 'lab'), new Wall(app, 'other')];
    const a = make(wall, 'a');
    const emergency = make(wall, 'e', { category: 'emergency' });
    expect(() => make(wall, 'b', { before: a, sequence: 5 })).toThrow('sequence, before and after each say where it goes; keep one of them');
    expect(() => make(wall, 'c', { before: emergency })).toThrow('before is lab/e, which is not of the same stack, space and category');
    expect(() => make(wall, 'd', { after: make(other, 'x') })).toThrow('after is other/x, which is not of the same stack');
    expect(() => make(wall, 'f', { after: 'a' as never })).toThrow('after is no policy, which is not of');
    for (const n of [1, 2, 3]) make(wall, `n${n}`, { after: a });
    expect(() => make(wall, 'g', { after: a })).toThrow(
      'no sequence number is left right after lab/a, between 10 and 11; give sequence, here or there',
    );
    make(wall, 'zero', { sequence: 0 });
    expect(() => make(wall, 'h', { before: wall.node.findChild('zero') as FirewallPolicy })).toThrow(
      'no sequence number is left right before lab/zero, between 0 and 0',
    );
    make(wall, 'last', { sequence: 999_995 });
    expect(() => make(wall, 'i')).toThrow('no sequence number is left after 999995; give one of 0 to 999999 as sequence');
  });
});
