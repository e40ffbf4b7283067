import { portableTrace } from '../../lib/app/traces';

test('a trace keeps the lines of the program, named as in any folder', () => {
  const trace = [
    'Annotations.addWarning (/home/me/shop/node_modules/cdktf/lib/annotations.ts:48:10)',
    'new Shop (/home/me/shop/stacks/shop.ts:5:3)',
    'new Spaced (/home/me/shop/my stacks/shop.ts:6:3)',
    'file:///home/me/shop/main.mjs:9:1',
    '/home/me/shop/main.ts:8:1',
    'somewhere (/opt/other.ts:1:1)',
    'Module._compile (node:internal/modules/cjs/loader:1554:14)',
    'new Promise (<anonymous>)',
  ];
  expect(portableTrace(trace, '/home/me/shop')).toEqual([
    'new Shop (stacks/shop.ts:5:3)',
    'new Spaced (my stacks/shop.ts:6:3)',
    'main.mjs:9:1',
    'main.ts:8:1',
  ]);
});
