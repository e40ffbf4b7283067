import { reference, type PlannedChange } from '../../../lib/estate';
import { hostMoves as rule } from '../../../lib/rules/transitions/pln-002-host-moves';
import { aProvider, aResource, STACK } from '../../support/estate';
import { judged, outcomes, text } from '../../support/judge';
import { aChange, LATER, left, planned, type Values } from './plans';

const cluster = (more: Values, name = 'compute', id = 'domain-c8'): PlannedChange =>
  left('compute_cluster', name, { id, name, host_system_ids: null, host_managed: null, ...more });
const host = (more: Values, name = 'a', id = 'host-1'): PlannedChange =>
  left('host', name, { id, hostname: `${name}.example.com`, cluster: null, cluster_managed: null, datacenter: null, ...more });

const LISTED = { host_system_ids: ['host-1'] };
const OWN = { cluster: 'domain-c8' };

test.each([
  ['named by itself, in a cluster that leaves that to hosts', [cluster({ host_managed: true }), host(OWN)], ['proved']],
  ['listed, and saying so', [cluster(LISTED), host({ cluster_managed: true })], ['proved']],
  ['alone', [cluster({}), host({ datacenter: 'datacenter-2' })], ['proved']],
  ['of a cluster that is not in the plan', [cluster({ host_managed: true }, 'other', 'domain-c9'), host(OWN)], ['proved']],
  ['in the cluster that lists it too', [cluster(LISTED), host(OWN)], ['refuted']],
  ['in a cluster, and listed by another', [cluster(LISTED, 'other', 'domain-c9'), cluster({ host_managed: true }), host(OWN)], ['refuted']],
  ['alone, and listed', [cluster(LISTED), host({ datacenter: 'datacenter-2' })], ['refuted']],
  ['listed by two clusters', [cluster(LISTED), cluster(LISTED, 'other', 'domain-c9'), host({ cluster_managed: true })], ['refuted']],
  ['of a cluster that lists others', [cluster({ host_system_ids: ['host-7'] }), host(OWN)], ['refuted', 'proved']],
  ['of a cluster that lists none and does not leave it to hosts', [cluster({}), host(OWN)], ['refuted']],
  ['looked up, and listed by two clusters', [cluster(LISTED), cluster(LISTED, 'other', 'domain-c9')], ['refuted']],
  ['looked up, and listed by one', [cluster(LISTED)], ['proved']],
  ['alone, where a list is known later', [cluster({ host_system_ids: LATER }), host({})], ['undecided']],
  ['alone, where one of a list is known later', [cluster({ host_system_ids: ['host-7', LATER] }), host({})], ['undecided', 'proved']],
  ['left to a cluster whose list is known later', [cluster({ host_system_ids: LATER }), host({ cluster_managed: true })], ['proved']],
  ['of a cluster that is known later', [cluster({}), host({ cluster: LATER })], ['undecided']],
  ['of a cluster that is known later, where all leave it to hosts', [cluster({ host_managed: true }), host({ cluster: LATER })], ['proved']],
  ['of a cluster that may leave it to hosts', [cluster({ host_managed: LATER }), host(OWN)], ['undecided']],
  ['listed, and perhaps saying so', [cluster(LISTED), host({ cluster_managed: LATER })], ['undecided']],
])('a host %s', (_, changes, wanted) => {
  expect(outcomes(rule, planned(changes))).toEqual(wanted);
});

describe('what is known after apply', () => {
  const ref = (address: string) => reference(STACK, address, 'id');
  const made = (type: string, name: string, values: Values): PlannedChange => aChange(type, name, null, { name, ...values, id: LATER });

  test('is the object that the program names', () => {
    const resources = [
      aResource('vsphere_compute_cluster', 'compute', { host_system_ids: [ref('vsphere_host.a')] }),
      aResource('vsphere_host', 'a', {}),
      aResource('vsphere_host', 'b', { cluster: ref('vsphere_compute_cluster.compute') }),
    ];
    const changes = [
      made('compute_cluster', 'compute', { host_system_ids: [LATER] }),
      made('host', 'a', { cluster_managed: true }),
      made('host', 'b', { cluster: LATER }),
    ];
    expect(outcomes(rule, planned(changes, { stack: { resources } }))).toEqual(['proved', 'refuted']);
  });

  test('is the id that a data source found', () => {
    const resources = [
      aResource('vsphere_compute_cluster', 'compute', { host_system_ids: [ref('data.vsphere_host.x')] }),
      aResource('vsphere_compute_cluster', 'other', { host_system_ids: [ref('data.vsphere_host.y')] }),
    ];
    const changes = ['compute', 'other'].map((name) => made('compute_cluster', name, { host_system_ids: [LATER] }));
    const lookup = (name: string, id: string) => ({ stack: STACK, address: `data.vsphere_host.${name}`, type: 'vsphere_host', values: { id } });
    const found = (y: string) => planned(changes, { stack: { resources }, plan: { lookups: [lookup('x', 'host-1'), lookup('y', y)] } });
    expect(outcomes(rule, found('host-2'))).toEqual(['proved', 'proved']);
    expect(outcomes(rule, found('host-1'))).toEqual(['refuted']);
    expect(outcomes(rule, planned(changes, { stack: { resources } }))).toEqual(['undecided', 'undecided']);
  });
});

test('one id in two vCenters is two hosts', () => {
  const providers = [aProvider({ key: 'vsphere' }), aProvider({ key: 'vsphere.west', identity: 'west.example.com' })];
  const resources = [
    aResource('vsphere_compute_cluster', 'compute', LISTED),
    aResource('vsphere_compute_cluster', 'other', LISTED, { provider: 'vsphere.west' }),
  ];
  expect(outcomes(rule, planned([cluster(LISTED), cluster(LISTED, 'other', 'domain-c8')], { stack: { providers, resources } }))).toEqual([
    'proved',
    'proved',
  ]);
});

test('a host that goes is placed by nobody', () => {
  expect(outcomes(rule, planned([cluster({}), aChange('host', 'a', OWN, null)]))).toEqual([]);
});

test('a host inside a module counts', () => {
  const inside = left('host', 'a', { id: 'host-1', hostname: 'a', cluster: 'domain-c8' }, { module: 'module.hosts' });
  expect(judged(rule, planned([cluster(LISTED), inside])).map(text)).toMatchInlineSnapshot(`
   [
     [
       "host \`a\` is placed by two resources",
       "the host says: \`cluster\` is \`compute\`",
       "listed by: \`host_system_ids\` of \`compute\`",
       "hint: \`cluster_managed\` on the host and no \`cluster\`, or \`host_managed\` on the cluster and no list",
     ],
   ]
  `);
});

test('a refutation says what both say', () => {
  expect(judged(rule, planned([cluster({}), host(OWN)])).map(text)).toMatchInlineSnapshot(`
   [
     [
       "host \`a.example.com\` is placed by two resources",
       "the host says: \`cluster\` is \`compute\`",
       "the cluster: \`compute\` takes its own list as the whole, which is empty, and evicts the host",
       "hint: \`host_managed\` on the cluster, and no list",
     ],
   ]
  `);
  expect(judged(rule, planned([cluster(LISTED), host({ datacenter: 'datacenter-2' })])).map(text)).toMatchInlineSnapshot(`
   [
     [
       "host \`a.example.com\` is placed by two resources",
       "listed by: \`host_system_ids\` of \`compute\`",
       "the host says: that it stands alone: neither \`cluster\` nor \`cluster_managed\`",
       "hint: \`cluster_managed\` on the host",
     ],
   ]
  `);
  expect(judged(rule, planned([cluster({ host_system_ids: LATER }), host({})])).map(text)).toMatchInlineSnapshot(`
   [
     [
       "whether host \`a.example.com\` is placed by one resource only",
       "because: which hosts \`compute\` lists is known only after apply, from \`site/somebody\`",
       "decides it: references to the hosts and clusters themselves, or ids that the plan knows",
     ],
   ]
  `);
});

describe('a host on its way from one place to another', () => {
  const moved = (name: string, id: string, before: Values, after: Values, more: Partial<PlannedChange> = {}): PlannedChange => {
    const of = { id, name, host_managed: null };
    return aChange('compute_cluster', name, { ...of, ...before }, { ...of, ...after }, more);
  };
  const NONE = { host_system_ids: [] };
  const from = moved('compute', 'domain-c8', LISTED, NONE);
  const into = (more: Partial<PlannedChange> = {}) => moved('other', 'domain-c9', NONE, LISTED, more);
  const own = (before: Values, after: Values): PlannedChange =>
    aChange('host', 'a', { id: 'host-1', hostname: 'a.example.com', ...before }, { id: 'host-1', hostname: 'a.example.com', ...after });
  const managed = host({ cluster_managed: true });

  test.each([
    ['is taken out of one list and put into another', [from, into(), managed], ['refuted']],
    ['is taken out before it is put in', [from, into({ dependsOn: ['vsphere_compute_cluster.compute'] }), managed], ['proved']],
    ['is put in before it is taken out', [{ ...from, dependsOn: ['vsphere_compute_cluster.other'] }, into(), managed], ['refuted']],
    ['is only looked up, and changes lists', [from, into()], ['refuted']],
    [
      'may stay in the one list, and is put into another',
      [moved('compute', 'domain-c8', LISTED, { host_system_ids: [LATER] }), into(), managed],
      ['undecided', 'undecided'],
    ],
    ['is taken out only', [from, managed], ['proved']],
    ['is put in only', [into(), managed], ['proved']],
    [
      'is taken out of a list and goes elsewhere by itself',
      [from, cluster({ host_managed: true }, 'third', 'domain-c7'), own({ cluster: '', cluster_managed: true }, { cluster: 'domain-c7' })],
      ['refuted'],
    ],
    ['moves by itself', [cluster({ host_managed: true }), own({ cluster: 'domain-c7' }, OWN)], ['proved']],
    ['gives up its cluster', [cluster({ host_managed: true }), own(OWN, { cluster: null })], ['refuted']],
    [
      'gives up its cluster to the list of that',
      [moved('compute', 'domain-c8', NONE, LISTED), own(OWN, { cluster: null, cluster_managed: true })],
      ['refuted'],
    ],
    ['is made anew on the way', [from, into(), { ...managed, actions: ['delete', 'create'] as const }], ['proved']],
  ])('%s', (_, changes, wanted) => {
    expect(outcomes(rule, planned(changes))).toEqual(wanted);
  });

  test('is shown with who takes it and who has it', () => {
    expect(judged(rule, planned([from, into(), managed])).map(text)).toMatchInlineSnapshot(`
     [
       [
         "host \`a.example.com\` is moved by two resources at once",
         "taken out by: \`host_system_ids\` of \`compute\`",
         "put in by: \`host_system_ids\` of \`other\`",
         ": nothing keeps the one from starting before the other has ended",
         "hint: an apply that takes it out of the one, and a second one that puts it into the other",
       ],
     ]
    `);
  });
});
