import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  App,
  Aspects,
  conditional,
  Fn,
  propertyAccess,
  TerraformCount,
  TerraformIterator,
  TerraformLocal,
  TerraformOutput,
  TerraformProvider,
  TerraformResource,
  TerraformStack,
  TerraformVariable,
  Token,
  type IResolvable,
  type TerraformMetaArguments,
} from 'cdktf';
import type { Construct } from 'constructs';
import { isUnknown, type ReadingFault, type TerraformStackModel } from '../../../../lib/estate';
import { readTerraform } from '../../../../lib/estate/read/terraform';
import { resourceOf } from './render';

/** A resource of any type, as if a provider had made it. */
class Raw extends TerraformResource {
  public constructor(
    scope: Construct,
    id: string,
    private readonly attributes: Record<string, unknown>,
    more: TerraformMetaArguments = {},
    type = 't_thing',
  ) {
    super(scope, id, { terraformResourceType: type, ...more });
  }

  protected override synthesizeAttributes(): Record<string, unknown> {
    return this.attributes;
  }
}

class RawProvider extends TerraformProvider {
  public constructor(
    scope: Construct,
    id: string,
    private readonly attributes: Record<string, unknown>,
  ) {
    super(scope, id, { terraformResourceType: 'vsphere', terraformProviderSource: 'vmware/vsphere', ...attributes });
    if (typeof attributes.alias === 'string') this.alias = attributes.alias;
  }

  protected override synthesizeAttributes(): Record<string, unknown> {
    return this.attributes;
  }
}

/** What a program really renders, read. */
function rendered(build: (app: App) => void): { stacks: readonly TerraformStackModel[]; faults: ReadingFault[] } {
  const outdir = mkdtempSync(join(tmpdir(), 'strata-cdktf-'));
  try {
    const app = new App({ outdir });
    build(app);
    app.synth();
    const names = app.node
      .findAll()
      .filter(TerraformStack.isStack)
      .map((stack) => stack.node.id);
    const { model, faults } = readTerraform(
      outdir,
      names.map((name) => ({ name, path: name, file: `stacks/${name}/cdk.tf.json` })),
    );
    return { stacks: model.stacks, faults };
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

const ref = (stack: string, address: string, attribute: string) => ({ $ref: { stack, address, attribute } });

describe('what cdktf renders', () => {
  it('is read: iterators, counts, functions, overrides, dynamic blocks', () => {
    const { stacks, faults } = rendered((app) => {
      const stack = new TerraformStack(app, 'one');
      new RawProvider(stack, 'west', { alias: 'west', vsphere_server: 'vc-2.example' });
      const size = new TerraformVariable(stack, 'size', { type: 'number', default: 3 });
      const open = new TerraformVariable(stack, 'open', { type: 'number' });
      const zones = TerraformIterator.fromList(['b', 'a']);
      const disks = TerraformIterator.fromMap({ data: { size: 40 }, root: { size: 10 } });

      const cluster = new Raw(stack, 'cluster', { name: 'c' });
      new Raw(stack, 'host', { name: Fn.join('-', ['esx', zones.value]), cluster: cluster.getStringAttribute('id') }, { forEach: zones });
      const count = TerraformCount.of(2);
      new Raw(stack, 'counted', { name: `n${count.index}` }, { count });
      const unsettled = TerraformCount.of(open.numberValue);
      new Raw(stack, 'family', { name: `n${unsettled.index}` }, { count: unsettled });
      const vm = new Raw(stack, 'vm', {
        name: '$${literally}',
        cpus: size.numberValue,
        subnet: Fn.cidrsubnet('10.0.0.0/16', 8, 2),
        chosen: conditional(size.value, 'yes', 'no'),
        disk: disks.dynamic({ label: disks.key, size: Token.asNumber(propertyAccess(disks.value, ['size'])) }) as IResolvable,
        gone: undefined,
      });
      vm.addOverride('memory', 4096);
      vm.addOverride('nested.deep', '${1 + 1}');
      stack.addOverride('resource.t_thing.cluster.name', 'overridden');
      new TerraformLocal(stack, 'names', zones.keys());
      new TerraformOutput(stack, 'name', { value: vm.getStringAttribute('name') });
    });

    const [one] = stacks;
    expect(faults).toEqual([]);
    expect(one!.providers).toMatchObject([{ key: 'vsphere.west', source: 'vmware/vsphere', identity: 'vc-2.example' }]);
    expect(resourceOf(one!, 't_thing.cluster').values).toEqual({ name: 'overridden' });
    expect(resourceOf(one!, 't_thing.host["a"]')).toMatchObject({
      path: 'one/host',
      values: { name: 'esx-a', cluster: ref('one', 't_thing.cluster', 'id') },
    });
    expect(resourceOf(one!, 't_thing.counted[1]').values).toEqual({ name: 'n1' });
    expect(resourceOf(one!, 't_thing.family').instances).toEqual({ low: 0, high: null });
    const { chosen, ...values } = resourceOf(one!, 't_thing.vm').values;
    expect(values).toEqual({
      name: '${literally}',
      cpus: 3,
      subnet: '10.0.2.0/24',
      memory: 4096,
      nested: { deep: 2 },
      disk: [
        { label: 'data', size: 40 },
        { label: 'root', size: 10 },
      ],
    });
    expect(chosen).toEqual({ $unknown: expect.objectContaining({ reason: 'expression' }) }); // 3 is no condition to Terraform
    expect(one!.locals.names).toEqual(['a', 'b']);
    expect(one!.outputs).toEqual([expect.objectContaining({ name: 'name', path: 'one/name', value: '${literally}' })]);
  });

  it('is followed between stacks', () => {
    const { stacks, faults } = rendered((app) => {
      const [one, two] = [new TerraformStack(app, 'one'), new TerraformStack(app, 'two')];
      const network = new Raw(one, 'network', { name: 'web' });
      const password = new TerraformVariable(one, 'password', { sensitive: true, default: 'x' });
      new Raw(two, 'vm', {
        network: network.getStringAttribute('id'),
        name: `vm-${network.getStringAttribute('name')}`,
        password: password.stringValue,
      });
    });
    const vm = resourceOf(stacks[1]!, 't_thing.vm');
    expect(vm.values).toEqual({ network: ref('one', 't_thing.network', 'id'), name: 'vm-web', password: 'x' });
    expect(vm.sensitive).toEqual(['password']);
    expect(faults).toEqual([]);
  });

  it('tells of outputs that cdktf gave one name', () => {
    const { faults } = rendered((app) => {
      const [one, two] = [new TerraformStack(app, 'one'), new TerraformStack(app, 'two')];
      const [ab, a] = [new Raw(one, 'ab', {}, {}, 't_x'), new Raw(one, 'a', {}, {}, 't_x')];
      new Raw(two, 'reader', { first: ab.getStringAttribute('c'), second: a.getStringAttribute('bc') });
    });
    expect(faults).toEqual([
      expect.objectContaining({ kind: 'colliding-output', stack: 'one', address: 'output.cross-stack-output-t_xabc', found: 't_x.a.bc, t_x.ab.c' }),
    ]);
  });

  it('tells of references that an aspect made too late', () => {
    const { faults } = rendered((app) => {
      const [one, two] = [new TerraformStack(app, 'one'), new TerraformStack(app, 'two')];
      const network = new Raw(one, 'network', {});
      const vm = new Raw(two, 'vm', {});
      Aspects.of(two).add({ visit: (node) => (node === vm ? vm.addOverride('network', network.getStringAttribute('id')) : undefined) });
    });
    expect(faults).toEqual([
      expect.objectContaining({ kind: 'dangling-reference', stack: 'two', path: 'two/vm', attribute: 'network', found: '${t_thing.network.id}' }),
    ]);
  });

  it('tells of tokens that were computed with', () => {
    const { stacks, faults } = rendered((app) => {
      const one = new TerraformStack(app, 'one');
      const size = new TerraformVariable(one, 'size', { type: 'number' }).numberValue as number;
      new Raw(one, 'vm', { doubled: size * 2, text: `x-${size * 2}`, share: 5 / size, right: size, fine: `x${size}`, dashed: `x-${size}` });
    });
    expect(faults.map((fault) => [fault.kind, fault.path, fault.attribute])).toEqual([
      ['corrupt-token', 'one/vm', 'dashed'], // cdktf takes `x--8.1e+298` for no token of its own
      ['corrupt-token', 'one/vm', 'doubled'],
      ['corrupt-token', 'one/vm', 'share'],
      ['corrupt-token', 'one/vm', 'text'],
    ]);
    const { right, fine, doubled } = resourceOf(stacks[0]!, 't_thing.vm').values;
    expect([right, fine, doubled].map((value) => isUnknown(value) && value.$unknown.reason)).toEqual(['variable', 'variable', 'corrupt']);
  });
});
