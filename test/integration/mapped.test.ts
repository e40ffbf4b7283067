import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { mappedAttributes, renderedAttributes, type RenderedJson } from './mapped/attributes';
import { renderProgram, SITES } from './lane/program';

/** Mapped by what types say, and not by what is done: whoever states these is given an error, or nothing. */
const NEVER_SET = [
  // The provider keeps failback on, whatever it is told (lib/layers/vsphere/network/teaming.ts).
  'vsphere_host_port_group.failback',
  'vsphere_host_virtual_switch.failback',
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

  test('set every attribute that a construct of vSphere maps to', () => {
    expect(mapped.size).toBeGreaterThan(500);
    expect([...mapped].filter((attribute) => !rendered.has(attribute)).sort()).toEqual(NEVER_SET);
  });

  test('set nothing that the reading of the constructs does not see, but for what the list names', () => {
    const unseen = [...rendered].filter((attribute) => !mapped.has(attribute) && !isTerraforms(attribute));
    expect(unseen.sort()).toMatchSnapshot();
  });
});

/** What every resource has, and cdktf's own metadata. */
function isTerraforms(attribute: string): boolean {
  return /\.(provider|depends_on|lifecycle|\/\/)(\.|$)|\.(Lifecycle|\/\/\w*)\./.test(attribute);
}
