import { reference, unknown, type Estate, type Value } from '../../../lib/estate';
import { disks } from '../../../lib/rules/configuration/cfg-017-disks';
import { aCluster, aDatastore, anEstate, aResource, aStack, aVsan, STACK, token } from '../../support/estate';
import { judged, outcomes, refutations, text, undecideds } from '../../support/judge';

const onHost = (name: string) => reference(STACK, `vsphere_host.${name}`, 'id');

function site(claims: Readonly<Record<string, readonly [host: string, ...disks: Value[]]>>, groups: readonly string[] = []): Estate {
  return anEstate({
    datastores: Object.keys(claims).map((name) => aDatastore(name)),
    clusters:
      groups.length === 0
        ? []
        : [aCluster('c', [], { vsan: aVsan({ diskGroups: { items: [{ cache: groups[0]!, storage: groups.slice(1) }], complete: true } }) })],
    stacks: [
      aStack({
        resources: Object.entries(claims).map(([name, [host, ...list]]) =>
          aResource('vsphere_vmfs_datastore', name, { host_system_id: onHost(host), disks: list }),
        ),
      }),
    ],
  });
}

describe('CFG-017', () => {
  test('passes where each disk is in one', () => {
    expect(outcomes(disks, site({ a: ['esx-1', 'naa.1', 'naa.2'], b: ['esx-1', 'naa.3'] }))).toEqual(['proved', 'proved']);
  });

  test('fails for a disk in two, on whichever host', () => {
    expect(refutations(disks, site({ a: ['esx-1', 'naa.1'], b: ['esx-2', 'naa.2', 'NAA.1'] })).map((verdict) => text(verdict))).toEqual([
      ['`a` and `b` claim one disk', 'disk: `NAA.1`', 'claimed by: `site/a` and `site/b`', 'hint: the disk in one of the two'],
    ]);
  });

  test('a name that a host gives counts on that host', () => {
    expect(outcomes(disks, site({ a: ['esx-1', 'mpx.vmhba0:C0:T1:L0'], b: ['esx-1', 'mpx.vmhba0:C0:T1:L0'] }))).toEqual(['refuted']);
    expect(outcomes(disks, site({ a: ['esx-1', 'mpx.vmhba0:C0:T1:L0'], b: ['esx-2', 'mpx.vmhba0:C0:T1:L0'] }))).toEqual(['proved', 'proved']);
  });

  test('a host that two stacks have is one host', () => {
    const name = 'mpx.vmhba0:C0:T1:L0';
    const apart = (a: string, b: string): Estate => {
      const estate = site({ a: ['esx-1', name], b: ['looked-up', name] });
      const datastores = estate.vsphere.datastores.map((each, i) => ({ ...each, hosts: { ids: [[a, b][i]!], complete: false } }));
      return { ...estate, vsphere: { ...estate.vsphere, datastores } };
    };
    expect(outcomes(disks, apart('site/vsphere_host.esx-1', 'site/vsphere_host.esx-1'))).toEqual(['refuted']);
    expect(outcomes(disks, apart('site/vsphere_host.esx-1', 'site/vsphere_host.esx-2'))).toEqual(['proved', 'proved']);
  });

  test('disk groups that a token hides may claim any disk; those left to the provider claim none by this app', () => {
    const hidden = (diskGroups: Parameters<typeof aVsan>[0]) =>
      anEstate({
        ...site({ a: ['esx-1', 'naa.1'] }).vsphere,
        clusters: [aCluster('c', [], { vsan: aVsan(diskGroups) })],
        stacks: [aStack({ resources: [aResource('vsphere_vmfs_datastore', 'a', { host_system_id: onHost('esx-1'), disks: ['naa.1'] })] })],
      });
    const groups = (unknown: ReturnType<typeof token>) => hidden({ diskGroups: { items: [], complete: false, unknown } });
    expect(outcomes(disks, groups(token('groups')))).toEqual(['undecided']);
    expect(undecideds(disks, groups(token('groups'))).map(({ message, reason }) => [message, reason])).toEqual([
      ['whether the disks of `c` are in no other datastore', 'which disks they are is known only to whoever sets `site/var.groups`'],
    ]);
    expect(outcomes(disks, groups(unknown('provider-default', 'vsan_disk_group', 'site/vsphere_compute_cluster.c')))).toEqual(['proved']);
  });

  test.each(['naa.1', 'naa.2'])('vSAN claims disks too: %s', (disk) => {
    expect(refutations(disks, site({ a: ['esx-1', disk] }, ['naa.1', 'naa.2'])).map(({ message }) => message)).toEqual([
      '`a` and `c` claim one disk',
    ]);
  });

  test('the same token is the same disk; two tokens may be', () => {
    const found = unknown('data-source', '${data.vsphere_vmfs_disks.d.disks[0]}', 'site/data.vsphere_vmfs_disks.d');
    expect(outcomes(disks, site({ a: ['esx-1', found], b: ['esx-1', found] }))).toEqual(['refuted']);
    expect(undecideds(disks, site({ a: ['esx-1', found], b: ['esx-1', token('disk')] })).map((verdict) => text(verdict))).toEqual([
      [
        'whether the disks of `a` and `b` are in no other datastore',
        'because: which disks they are is known only to the lookup `site/data.vsphere_vmfs_disks.d`',
        'decides it: literal names of the disks',
      ],
    ]);
    expect(outcomes(disks, site({ a: ['esx-1', found] }))).toEqual(['proved']);
  });

  test('says nothing of other datastores', () => {
    const nfs = aResource('vsphere_nas_datastore', 'a', { disks: ['naa.1'] }, { address: 'vsphere_vmfs_datastore.a' });
    expect(judged(disks, anEstate({ datastores: [aDatastore('a')], stacks: [aStack({ resources: [nfs] })] }))).toEqual([]);
  });
});
