import { reference, type DatastoreCluster, type Estate, type Value } from '../../../lib/estate';
import { storageDrs } from '../../../lib/rules/configuration/cfg-018-storage-drs';
import { aCluster, aDatastoreCluster, aMachine, anEstate, aResource, aStack, STACK, token } from '../../support/estate';
import { judged, mends, outcomes, refutations, text, undecideds } from '../../support/judge';

const cluster = aCluster('c');
const named = reference(STACK, 'vsphere_datastore_cluster.pod', 'id');

function site(change: Partial<DatastoreCluster> = {}, on: Value = named, more: Parameters<typeof anEstate>[0] = {}): Estate {
  return anEstate({
    clusters: [cluster],
    datastoreClusters: [aDatastoreCluster('pod', change)],
    machines: [aMachine('a', cluster), aMachine('b', cluster)],
    stacks: [aStack({ resources: ['a', 'b'].map((name) => aResource('vsphere_virtual_machine', name, { datastore_cluster_id: on })) })],
    ...more,
  });
}

describe('CFG-018', () => {
  test('passes where Storage DRS is on, once for all VMs', () => {
    expect(judged(storageDrs, site()).map(({ verdict, subject }) => [verdict, subject.path])).toEqual([['proved', 'site/pod']]);
  });

  test('says nothing of a datastore cluster without VMs of the app', () => {
    expect(judged(storageDrs, site({ sdrsEnabled: false }, null))).toEqual([]);
    expect(judged(storageDrs, site({ sdrsEnabled: false }, named, { machines: [aMachine('a', cluster, { origin: 'looked-up' })] }))).toEqual([]);
  });

  test('fails where it is off, and the remedy mends it', () => {
    expect(refutations(storageDrs, site({ sdrsEnabled: false })).map((verdict) => text(verdict))).toEqual([
      [
        'VMs are put on datastore cluster `pod`, whose Storage DRS is off',
        'off: `sdrs_enabled` is `false`',
        'VMs: `a` and `b`',
        'mends it: `sdrs_enabled = true`',
      ],
    ]);
    expect(mends(storageDrs, site({ sdrsEnabled: false }))).toBe(1);
  });

  test('says where the provider takes it to be off', () => {
    const premises = [{ id: 'provider-default:vsphere_datastore_cluster.sdrs_enabled', kind: 'provider-default' as const, statement: 'taken' }];
    const [verdict] = refutations(storageDrs, site({ sdrsEnabled: false }, named, { premises }));
    expect([text(verdict)[1], verdict?.premises]).toEqual(['off: `sdrs_enabled` is left out, for which the provider takes `false`', premises]);
  });

  test('is undecided where a token says whether it is on, or which it is', () => {
    expect(undecideds(storageDrs, site({ sdrsEnabled: token('sdrs') })).map(({ reason }) => reason)).toEqual([
      '`sdrs_enabled` is known only to whoever sets `site/var.sdrs`',
    ]);
    expect(undecideds(storageDrs, site({}, token('pod'))).map(({ message, reason }) => [message, reason])).toEqual([
      [
        'whether `a` and `b` are on a datastore cluster with Storage DRS',
        'which datastore cluster it is is known only to whoever sets `site/var.pod`',
      ],
    ]);
    expect(outcomes(storageDrs, site({ sdrsEnabled: token('sdrs'), origin: 'looked-up' }))).toEqual(['undecided']);
  });

  test.each<[string, Value, string]>([
    ['an id', 'group-p17', '`group-p17`'],
    ['something else', reference(STACK, 'vsphere_folder.f', 'id'), '`site/vsphere_folder.f`'],
  ])('is undecided of %s that is no datastore cluster of the estate', (_, named, name) => {
    expect(undecideds(storageDrs, site({}, named)).map(({ message, reason }) => [message, reason])).toEqual([
      ['whether `a` and `b` are on a datastore cluster with Storage DRS', `${name} is no datastore cluster that the app has or looks up`],
    ]);
  });

  test('rests on what the user assumed', () => {
    const premises = [
      { id: 'value:site/pod.sdrs_enabled', kind: 'assumed' as const, statement: 'on', subject: 'site/pod' },
      { id: 'value:site/pod.name', kind: 'assumed' as const, statement: 'pod', subject: 'site/pod' },
    ];
    expect(judged(storageDrs, site({ origin: 'looked-up' }, named, { premises })).map((verdict) => verdict.premises)).toEqual([[premises[0]]]);
  });
});
