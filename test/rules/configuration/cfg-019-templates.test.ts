import { reference, unknown, type Estate, type Value } from '../../../lib/estate';
import { templates } from '../../../lib/rules/configuration/cfg-019-templates';
import { anEstate, aResource, aStack, STACK, token } from '../../support/estate';
import { judged, outcomes, refutations, text, undecideds } from '../../support/judge';

const template = 'data.vsphere_virtual_machine.debian';
const made = reference(STACK, 'vsphere_datacenter.dc', 'moid');
const found = reference(STACK, 'data.vsphere_datacenter.dc', 'id');

function site(datacenter: Value, clone: Value = { template_uuid: reference(STACK, template, 'id') }): Estate {
  return anEstate({
    stacks: [
      aStack({
        resources: [
          aResource('vsphere_datacenter', 'dc', { name: 'fra1' }),
          aResource('vsphere_datacenter', 'dc', { name: 'fra1' }, { mode: 'data', address: 'data.vsphere_datacenter.dc' }),
          aResource('vsphere_virtual_machine', 'debian', { name: 'debian-12', datacenter_id: datacenter }, { mode: 'data', address: template }),
          ...['a', 'b'].map((name) => aResource('vsphere_virtual_machine', name, { clone })),
        ],
      }),
    ],
  });
}

describe('CFG-019', () => {
  test('passes where the datacenter of the template exists: looked up, of another stack, by its id or a variable', () => {
    const elsewhere = reference('network', 'vsphere_datacenter.dc', 'moid');
    for (const datacenter of [found, elsewhere, 'datacenter-2', token('dc')]) {
      expect([datacenter, outcomes(templates, site(datacenter))]).toEqual([datacenter, ['proved']]);
    }
  });

  test('fails where the same stack makes it, once for all that are cloned', () => {
    expect(refutations(templates, site(made)).map((verdict) => text(verdict))).toEqual([
      [
        'template `debian-12` is looked up in a datacenter that the same stack makes, so the first plan fails',
        'datacenter: `site/dc`',
        'cloned from it: `site/a` and `site/b`',
        'hint: `Datacenter.fromLookup(...)` of a datacenter that exists, with the template in it',
        'hint: the datacenter in a stack of its own, applied before the template is put there',
      ],
    ]);
    expect(outcomes(templates, site(made, [{ template_uuid: reference(STACK, template, 'id') }]))).toEqual(['refuted']);
  });

  test('is undecided where only an apply says which it is', () => {
    const [verdict, ...others] = undecideds(templates, site(unknown('module', '${module.m.dc}', 'site/module.m')));
    expect([verdict?.reason, others]).toEqual(['the datacenter it is looked up in is known only inside `site/module.m`', []]);
  });

  test('says nothing of a lookup that no VM is cloned from', () => {
    expect(judged(templates, site(made, { template_uuid: '4203-11' }))).toEqual([]);
    expect(judged(templates, site(made, { template_uuid: reference('other', template, 'id') }))).toEqual([]);
  });
});
