import * as fc from 'fast-check';
import { Testing, TerraformStack } from 'cdktf';
import { GroupMembers } from 'cdk-strata/nsx';
import { type Criteria, criteriaOf } from '../../../../lib/layers/nsx/group/criteria';

type Tree = { readonly leaf: number } | { readonly op: 'and' | 'or'; readonly left: Tree; readonly right: Tree };

const NAMES = 4;

const { tree } = fc.letrec<{ tree: Tree }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    fc.record({ leaf: fc.nat({ max: NAMES - 1 }) }),
    fc.record({ op: fc.constantFrom('and' as const, 'or' as const), left: tie('tree'), right: tie('tree') }),
  ),
}));

/** For each name whether a machine has it, in every way there is. */
const worlds = Array.from({ length: 2 ** NAMES }, (_, bits) => Array.from({ length: NAMES }, (__, n) => (bits & (1 << n)) !== 0));

function build(x: Tree): GroupMembers {
  return 'leaf' in x ? GroupMembers.machines.name.equals(String(x.leaf)) : build(x.left)[x.op](build(x.right));
}

function holds(x: Tree, world: readonly boolean[]): boolean {
  if ('leaf' in x) return world[x.leaf]!;
  return x.op === 'and' ? holds(x.left, world) && holds(x.right, world) : holds(x.left, world) || holds(x.right, world);
}

test('an expression means what it says, whichever of AND and OR goes first', () => {
  const stack = new TerraformStack(Testing.app(), 'lab');
  let decided = 0;
  fc.assert(
    fc.property(tree, (x) => {
      let rendered: Criteria;
      try {
        rendered = criteriaOf(stack, build(x), () => {
          throw new Error('there is no machine');
        });
      } catch (error) {
        expect((error as Error).message).toMatch('NSX takes at most 5 criteria');
        return;
      }
      decided += 1;
      const { criteria = [], conjunction = [] } = rendered;
      expect(conjunction).toEqual(criteria.slice(1).map(() => ({ operator: 'OR' })));
      for (const { condition = [] } of criteria) {
        expect(condition.length).toBeGreaterThan(0);
        expect(condition.length).toBeLessThanOrEqual(5);
      }
      for (const world of worlds) {
        const found = criteria.some(({ condition = [] }) => condition.every(({ value }) => world[Number(value)]));
        expect({ world, found }).toEqual({ world, found: holds(x, world) });
      }
    }),
    { numRuns: 300 },
  );
  expect(decided).toBeGreaterThan(100);
});
