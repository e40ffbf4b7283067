import { reference, unknown, type Estate, type Field, type ResourceInstance } from '../../../lib/estate';
import { vcenters } from '../../../lib/rules/configuration/cfg-016-vcenters';
import { Interval } from '../../../lib/units';
import { anEstate, aProvider, aResource, aStack, STACK, token } from '../../support/estate';
import { judged, outcomes, refutations, text, undecideds } from '../../support/judge';

const cluster = 'vsphere_compute_cluster.far';

function site(change: Partial<ResourceInstance> = {}, far: Field<string> = 'vc2.example.com', target: Partial<ResourceInstance> = {}): Estate {
  const pool = aResource('vsphere_resource_pool', 'pool', { parent_resource_pool_id: reference(STACK, cluster, 'resource_pool_id') }, change);
  const away = aResource('vsphere_compute_cluster', 'far', {}, { provider: 'vsphere.far', ...target });
  return anEstate({ stacks: [aStack({ providers: [aProvider(), aProvider({ key: 'vsphere.far', identity: far })], resources: [pool, away] })] });
}

describe('CFG-016', () => {
  test('fails for an id of another vCenter, with both servers', () => {
    const [verdict] = refutations(vcenters, site());
    expect(verdict?.subject).toEqual({
      path: 'site/pool',
      stack: STACK,
      address: 'vsphere_resource_pool.pool',
      attribute: 'parent_resource_pool_id',
    });
    expect(text(verdict)).toEqual([
      '`site/pool` refers to `site/far`, which another vCenter has',
      'refers: `parent_resource_pool_id` is an id of `vsphere_compute_cluster.far`',
      'servers: `vc.example.com`, and `vc2.example.com`',
      'hint: the same object looked up in `vc.example.com`, or both elements on one connection',
    ]);
  });

  test('passes for two connections to one vCenter, however it is spelt', () => {
    expect(outcomes(vcenters, site({}, 'VC.example.com'))).toEqual(['proved']);
  });

  test.each(['10.0.0.5', 'fd00::5', 'vc2'])('is undecided where one server is %s, which may be another name of the same', (far) => {
    expect(undecideds(vcenters, site({}, far)).map(({ reason }) => reason)).toEqual([
      `their servers are \`vc.example.com\` and \`${far}\`, which may be one server`,
    ]);
  });

  test.each<[string, Partial<ResourceInstance>, Partial<ResourceInstance>]>([
    ['one connection', { provider: 'vsphere.far' }, {}],
    ['a name', { values: { name: reference(STACK, cluster, 'name') } }, {}],
    ['a tag, which linked vCenters share', {}, { type: 'vsphere_tag' }],
    ['an element that is not there', { instances: Interval.exactly(0) }, {}],
    ['something of another provider', { provider: 'random' }, {}],
  ])('says nothing of %s', (_, change, target) => {
    expect(judged(vcenters, site(change, 'vc2.example.com', target))).toEqual([]);
  });

  test('finds references within blocks, and speaks once of two connections', () => {
    const id = reference(STACK, cluster, 'id');
    const found = refutations(vcenters, site({ values: { clone: [{ template_uuid: id }], resource_pool_id: id } }));
    expect(found.map(({ subject }) => subject.attribute)).toEqual(['clone.0.template_uuid']);
  });

  test('is undecided where a token says which server, unless it is the same one', () => {
    expect(undecideds(vcenters, site({}, token('server'))).map((verdict) => text(verdict))).toEqual([
      [
        'whether `site/pool` and `site/far`, which it refers to, are in one vCenter',
        'because: the server of one of them is known only to whoever sets `site/var.server`',
        'decides it: the server of the provider by its full name, as a literal, on both sides',
      ],
    ]);
    const server = unknown('variable', '${var.server}', 'site/var.server');
    const estate = site({}, server);
    const providers = [aProvider({ identity: server }), aProvider({ key: 'vsphere.far', identity: server })];
    const [stack] = estate.terraform.stacks;
    expect(outcomes(vcenters, { ...estate, terraform: { stacks: [{ ...stack!, providers }] } })).toEqual(['proved']);
  });
});
