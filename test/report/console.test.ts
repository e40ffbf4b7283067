import { renderConsole } from '../../lib/report';
import type { ConsoleOptions, Finding } from '../../lib/report';
import { wrap } from '../../lib/report/console/wrap';
import { finding } from './estates';

const stopped: ConsoleOptions = {
  outcome: 'stopped',
  gate: 'error',
  written: undefined,
  report: 'cdktf.out/strata/report.json',
  color: false,
  width: 142,
};
const at = (file: string, line: number): Finding['source'] => [{ file, line, column: 5 }];

const cap003 = finding({
  rule: 'CAP-003',
  message: 'tenant `banking` does not survive the loss of rack r2',
  subject: { path: 'frankfurt/n-plus-1' },
  source: at('stacks/frankfurt.ts', 85),
  witness: [
    {
      label: 'lost with r2',
      text: 'esx-2, esx-5, esx-8, esx-11: 11 VMs, among them ledger-db-2 (640 GiB)',
    },
    {
      label: 'left over',
      text: 'ledger-db-2: its hosts are esx-1 and esx-3 now (DedicatedHosts bank-metal)',
    },
    {
      label: 'room left',
      text: "esx-1 402 GiB; esx-3 holds ledger-db-1, and `apart: 'hosts'` keeps ledger-db-2 off it",
    },
    {
      label: 'HA would say',
      text: 'slots: 31 free of 44, percentage: 38 % spare: both admit it',
    },
  ],
  remedies: [
    {
      kind: 'mends',
      text: '256 GiB more in each dedicated host; or ledger-db of 390 GiB',
    },
  ],
});

const iso001 = finding({
  rule: 'ISO-001',
  message: 'tenants `shopping` and `banking` are not isolated',
  subject: { path: 'frankfurt/pci' },
  source: at('stacks/frankfurt.ts', 82),
  witness: [
    { label: 'packet', text: 'tcp 10.244.3.17 -> 10.20.8.14:22' },
    {
      label: 'path',
      text: 'shop/search (pod) -> leaves `prod` as its node, 10.20.0.31 -> segment nodes -> t1 prod -> segment ledger -> ledger-db-1',
    },
    {
      label: 'let through by',
      text: 'network policy shop/allow-egress (shop.ts:22); firewall ledger-fw, rule `ops`: group `nodes` may use tcp 22 (frankfurt.ts:79)',
    },
  ],
  remedies: [
    {
      kind: 'mends',
      text: 'egress of shop/search without tcp 22 to 10.20.8.0/24',
    },
    {
      kind: 'hint',
      text: 'an overlay hides pods behind their nodes: the firewall cannot tell shop/search from kube-system',
    },
  ],
});

const cap007 = finding({
  rule: 'CAP-007',
  message: '16 of the 40 pods of `shop/search` can never be scheduled',
  subject: { path: 'shop/search' },
  source: at('stacks/shop.ts', 17),
  witness: [
    {
      label: 'proof',
      text: 'each asks for 12 GiB; the 6 nodes of pool `general` have 57.2 GiB each to give (64 GiB less 6.8 GiB reserved):\n4 a node, 24 in all',
    },
  ],
  remedies: [
    { kind: 'mends', text: '8.1 GiB a pod (7 a node, 42 in all)' },
    {
      kind: 'hint',
      text: '10 nodes would hold them, but the pool ends at 8, and `apart` has 9 hosts, 6 with a rack lost',
    },
  ],
});

const avl002 = finding({
  rule: 'AVL-002',
  message: 'the spread of `shop/web` over hostnames is not real',
  subject: { path: 'shop/web' },
  source: at('stacks/shop.ts', 31),
  witness: [
    {
      label: '',
      text: '6 pods are kept on different nodes, but nodes prod-general-1, -2 and -4 may share one ESXi host: no mandatory rule keeps them apart',
    },
  ],
  remedies: [
    {
      kind: 'mends',
      text: "`general: { apart: 'hosts' }` (6 nodes, 9 hosts they may use; 6 with a rack lost)",
    },
  ],
});

const cap006 = finding({
  rule: 'CAP-006',
  severity: 'warning',
  verdict: 'undecided',
  message: 'storage policy `gold` on cluster `edge`',
  subject: { path: 'edge/gold' },
  source: at('stacks/edge.ts', 20),
  reason: 'cluster `edge` is looked up: how many hosts it has is known only to vCenter',
  remedies: [
    {
      kind: 'decides',
      text: '`VcenterCluster.fromLookup(…, { hosts: 6 })`, which `strata verify plan.json` then holds against the plan',
    },
  ],
});

describe('the look', () => {
  test('is that of the findings we want, on a wide terminal', () => {
    expect(
      renderConsole([cap006, iso001, cap003, cap007, avl002], {
        ...stopped,
        proved: 41,
      }),
    ).toMatchInlineSnapshot(`
     "AVL-002  the spread of \`shop/web\` over hostnames is not real                              stacks/shop.ts:31
       6 pods are kept on different nodes, but nodes prod-general-1, -2 and -4 may share one ESXi host: no mandatory rule keeps them apart
       mends it       \`general: { apart: 'hosts' }\` (6 nodes, 9 hosts they may use; 6 with a rack lost)

     CAP-003  tenant \`banking\` does not survive the loss of rack r2                            stacks/frankfurt.ts:85
       lost with r2   esx-2, esx-5, esx-8, esx-11: 11 VMs, among them ledger-db-2 (640 GiB)
       left over      ledger-db-2: its hosts are esx-1 and esx-3 now (DedicatedHosts bank-metal)
       room left      esx-1 402 GiB; esx-3 holds ledger-db-1, and \`apart: 'hosts'\` keeps ledger-db-2 off it
       HA would say   slots: 31 free of 44, percentage: 38 % spare: both admit it
       mends it       256 GiB more in each dedicated host; or ledger-db of 390 GiB

     CAP-007  16 of the 40 pods of \`shop/search\` can never be scheduled                        stacks/shop.ts:17
       proof          each asks for 12 GiB; the 6 nodes of pool \`general\` have 57.2 GiB each to give (64 GiB less 6.8 GiB reserved):
                      4 a node, 24 in all
       mends it       8.1 GiB a pod (7 a node, 42 in all)
       hint           10 nodes would hold them, but the pool ends at 8, and \`apart\` has 9 hosts, 6 with a rack lost

     ISO-001  tenants \`shopping\` and \`banking\` are not isolated                                stacks/frankfurt.ts:82
       packet         tcp 10.244.3.17 -> 10.20.8.14:22
       path           shop/search (pod) -> leaves \`prod\` as its node, 10.20.0.31 -> segment nodes -> t1 prod -> segment ledger -> ledger-db-1
       let through by network policy shop/allow-egress (shop.ts:22); firewall ledger-fw, rule \`ops\`: group \`nodes\` may use tcp 22 (frankfurt.ts:79)
       mends it       egress of shop/search without tcp 22 to 10.20.8.0/24
       hint           an overlay hides pods behind their nodes: the firewall cannot tell shop/search from kube-system

     CAP-006  [undecided] storage policy \`gold\` on cluster \`edge\`                              stacks/edge.ts:20
       cluster \`edge\` is looked up: how many hosts it has is known only to vCenter
       decides it     \`VcenterCluster.fromLookup(…, { hosts: 6 })\`, which \`strata verify plan.json\` then holds against the plan

     4 errors, 1 warning (1 undecided), 41 proved; the synthesis stops and nothing is written; report: cdktf.out/strata/report.json
     "
    `);
  });

  test('holds at 80 columns: long texts wrap under their column', () => {
    const text = renderConsole([cap003, iso001, cap006], {
      ...stopped,
      width: 80,
    });
    expect(text).toMatchInlineSnapshot(`
     "CAP-003  tenant \`banking\` does not survive the loss of    stacks/frankfurt.ts:85
              rack r2
       lost with r2   esx-2, esx-5, esx-8, esx-11: 11 VMs, among them ledger-db-2
                      (640 GiB)
       left over      ledger-db-2: its hosts are esx-1 and esx-3 now (DedicatedHosts
                      bank-metal)
       room left      esx-1 402 GiB; esx-3 holds ledger-db-1, and \`apart: 'hosts'\`
                      keeps ledger-db-2 off it
       HA would say   slots: 31 free of 44, percentage: 38 % spare: both admit it
       mends it       256 GiB more in each dedicated host; or ledger-db of 390 GiB

     ISO-001  tenants \`shopping\` and \`banking\` are not         stacks/frankfurt.ts:82
              isolated
       packet         tcp 10.244.3.17 -> 10.20.8.14:22
       path           shop/search (pod) -> leaves \`prod\` as its node, 10.20.0.31 ->
                      segment nodes -> t1 prod -> segment ledger -> ledger-db-1
       let through by network policy shop/allow-egress (shop.ts:22); firewall
                      ledger-fw, rule \`ops\`: group \`nodes\` may use tcp 22
                      (frankfurt.ts:79)
       mends it       egress of shop/search without tcp 22 to 10.20.8.0/24
       hint           an overlay hides pods behind their nodes: the firewall cannot
                      tell shop/search from kube-system

     CAP-006  [undecided] storage policy \`gold\` on cluster     stacks/edge.ts:20
              \`edge\`
       cluster \`edge\` is looked up: how many hosts it has is known only to vCenter
       decides it     \`VcenterCluster.fromLookup(…, { hosts: 6 })\`, which \`strata
                      verify plan.json\` then holds against the plan

     2 errors, 1 warning (1 undecided); the synthesis stops and nothing is written;
     report: cdktf.out/strata/report.json
     "
    `);
    for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(80);
  });

  test.each([60, 80, 100, 120, 140])('never goes beyond %i columns with words that fit', (width) => {
    const text = renderConsole([cap003, iso001, cap006, cap007, avl002], {
      ...stopped,
      width,
    });
    for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(width);
  });

  test('puts a source line too long to stand beside its title below it', () => {
    const file = 'packages/platform/infrastructure/regions/europe/frankfurt/stack.ts';
    expect(
      renderConsole([finding({ source: at(file, 7) }), cap006], {
        ...stopped,
        width: 80,
      }),
    ).toMatchInlineSnapshot(`
     "CAP-001  something is wrong
       at             packages/platform/infrastructure/regions/europe/frankfurt/stack.ts:7

     CAP-006  [undecided] storage policy \`gold\` on cluster \`edge\`   stacks/edge.ts:20
       cluster \`edge\` is looked up: how many hosts it has is known only to vCenter
       decides it     \`VcenterCluster.fromLookup(…, { hosts: 6 })\`, which \`strata
                      verify plan.json\` then holds against the plan

     1 error, 1 warning (1 undecided); the synthesis stops and nothing is written;
     report: cdktf.out/strata/report.json
     "
    `);
  });

  test('marks what is less than an error, and names the subject where no line of code is known', () => {
    const text = renderConsole(
      [
        finding({
          severity: 'warning',
          source: [],
          subject: { stack: 'edge', address: 'vsphere_host.a' },
        }),
        finding({ severity: 'info' }),
      ],
      {
        ...stopped,
        outcome: 'passed',
        written: 'cdktf.out',
      },
    );
    expect(text).toMatchInlineSnapshot(`
     "CAP-001  [warning] something is wrong                                                     edge/vsphere_host.a

     CAP-001  [info] something is wrong                                                        stacks/a.ts:1

     1 warning, 1 for information; written to cdktf.out; report: cdktf.out/strata/report.json
     "
    `);
  });

  test('gives a label wider than its column room without losing the alignment of the rest', () => {
    const text = renderConsole(
      [
        finding({
          witness: [{ label: 'what is left after it', text: 'word '.repeat(20) }],
        }),
      ],
      { ...stopped, width: 80 },
    );
    expect(text).toMatchInlineSnapshot(`
     "CAP-001  something is wrong                                        stacks/a.ts:1
       what is left after it word word word word word word word word word word word
                      word word word word word word word word word

     1 error; the synthesis stops and nothing is written; report:
     cdktf.out/strata/report.json
     "
    `);
  });
});

describe('colour', () => {
  test('is absent unless asked for', () => {
    expect(renderConsole([cap003, cap006], stopped)).not.toContain('\u001b');
  });

  test('changes nothing but colour', () => {
    const coloured = renderConsole([cap003, cap006], {
      ...stopped,
      color: true,
    });
    expect(coloured).toContain('\u001b[31mCAP-003\u001b[0m');
    expect(coloured).toContain('\u001b[33m[undecided] \u001b[0m');
    expect(coloured.replace(/\u001b\[\d+m/g, '')).toBe(renderConsole([cap003, cap006], stopped));
  });
});

describe('frames', () => {
  const frames = (...lines: [string, number][]): Finding['source'] => lines.map(([file, line]) => ({ file, line, column: 1 }));

  test('of callers in the same file are left out', () => {
    expect(renderConsole([finding({ source: frames(['stacks/a.ts', 10], ['stacks/a.ts', 90]) })], stopped)).not.toContain('called from');
  });

  test('of callers in another file are shown', () => {
    const text = renderConsole(
      [
        finding({
          source: frames(['lib/standard.ts', 10], ['stacks/a.ts', 90]),
        }),
      ],
      stopped,
    );
    expect(text).toContain('  called from    stacks/a.ts:90\n');
  });

  test('of callers in the same file are shown where one line makes several subjects', () => {
    const text = renderConsole(
      [
        finding({
          source: frames(['stacks/a.ts', 10], ['stacks/a.ts', 90]),
          subject: { path: 'a/one' },
        }),
        finding({
          source: frames(['stacks/a.ts', 10], ['stacks/a.ts', 91]),
          subject: { path: 'a/two' },
        }),
      ],
      stopped,
    );
    expect(text).toContain('  called from    stacks/a.ts:90\n');
    expect(text).toContain('  called from    stacks/a.ts:91\n');
  });
});

describe('equal findings', () => {
  const machine = (n: number, more: Partial<Finding> = {}) =>
    finding({
      rule: 'CAP-010',
      message: `\`ledger-db-${n}\` has 1024 vCPUs, more than a VM may have`,
      subject: {
        path: `frankfurt/ledger-db/${n}`,
        address: `vsphere_virtual_machine.ledger-db_${n}`,
        stack: 'frankfurt',
      },
      witness: [
        {
          label: 'configured',
          text: `ledger-db-${n}: 1024 vCPUs; the most is 768`,
        },
      ],
      ...more,
    });

  test('are shown once, with the names of the others', () => {
    const text = renderConsole(
      [1, 2, 10].map((n) => machine(n)),
      stopped,
    );
    expect(text.match(/CAP-010/g)).toHaveLength(1);
    expect(text).toContain('`ledger-db-1` has');
    expect(text).toContain('  and 2 more like it: ledger-db-2, ledger-db-10\n');
    expect(text).toContain('3 errors');
  });

  test('are named up to five times', () => {
    const text = renderConsole(
      [...Array(9).keys()].map((n) => machine(n + 1)),
      stopped,
    );
    expect(text).toContain('  and 8 more like it: ledger-db-2, ledger-db-3, ledger-db-4, ledger-db-5, ledger-db-6, ...\n');
  });

  test('are still equal where only the first was decided again', () => {
    const mends = machine(1, {
      remedies: [{ kind: 'mends', text: '512 vCPUs' }],
    });
    const hint = machine(2, {
      remedies: [{ kind: 'hint', text: '512 vCPUs' }],
    });
    expect(renderConsole([mends, hint], stopped)).toContain('and 1 more like it');
  });

  test.each<[string, Partial<Finding>]>([
    [
      'another figure',
      {
        witness: [
          {
            label: 'configured',
            text: 'ledger-db-2: 1025 vCPUs; the most is 768',
          },
        ],
      },
    ],
    ['another line of code', { source: at('stacks/b.ts', 2) }],
    ['another severity', { severity: 'warning' }],
    ['another rule', { rule: 'CAP-011' }],
    ['another remedy', { remedies: [{ kind: 'hint', text: 'fewer' }] }],
    ['another message', { message: '`ledger-db-2` has 1024 vCPUs, more than a host may have' }],
  ])('are not those with %s', (_, more) => {
    expect(renderConsole([machine(1), machine(2, more)], stopped)).not.toContain('more like it');
  });

  test("are not those whose figures happen to be their subjects' last names", () => {
    const of = (n: number) =>
      finding({
        message: `a machine has ${n} vCPUs`,
        subject: { path: `app/machine/${n}` },
      });
    expect(renderConsole([of(2), of(3)], stopped)).not.toContain('more like it');
  });

  test('go by their subjects where the message does not tell them apart', () => {
    const of = (n: string) =>
      finding({
        message: 'the value of `password` stands in clear',
        subject: { path: `app/${n}`, attribute: 'password' },
      });
    expect(renderConsole([of('a'), of('b')], stopped)).toContain('and 1 more like it: app/b, password\n');
  });
});

describe('the summary', () => {
  const last = (findings: Finding[], options: Partial<ConsoleOptions>) =>
    renderConsole(findings, { ...stopped, ...options })
      .trimEnd()
      .split('\n\n')
      .at(-1);

  test('says that nothing was found and what was written', () => {
    expect(last([], { outcome: 'passed', written: 'cdktf.out', proved: 12 })).toBe(
      'nothing found, 12 proved; written to cdktf.out; report: cdktf.out/strata/report.json',
    );
  });

  test('counts errors, warnings and what is undecided', () => {
    expect(last([cap003, iso001, cap006], {})).toBe(
      '2 errors, 1 warning (1 undecided); the synthesis stops and nothing is written; report: cdktf.out/strata/report.json',
    );
  });

  test('says that a warning gate wrote in spite of errors', () => {
    expect(last([cap003], { outcome: 'warned', gate: 'warn', written: 'cdktf.out' })).toContain(
      "1 error; written to cdktf.out all the same, since the gate is 'warn'",
    );
  });

  test('lists what stands in the baseline, one line each, and counts it apart', () => {
    const text = renderConsole([{ ...cap003, waived: { reason: 'old' } }, cap006], {
      ...stopped,
      outcome: 'passed',
      written: 'cdktf.out',
      staleWaivers: 2,
    });
    expect(text).toMatchInlineSnapshot(`
     "CAP-006  [undecided] storage policy \`gold\` on cluster \`edge\`                              stacks/edge.ts:20
       cluster \`edge\` is looked up: how many hosts it has is known only to vCenter
       decides it     \`VcenterCluster.fromLookup(…, { hosts: 6 })\`, which \`strata verify plan.json\` then holds against the plan

     CAP-003  [baseline] tenant \`banking\` does not survive the loss of rack r2  stacks/frankfurt.ts:85

     in the baseline, found no more: 2 entries; \`strata baseline\` drops them
     1 warning (1 undecided), 1 in the baseline; written to cdktf.out; report: cdktf.out/strata/report.json
     "
    `);
  });

  test('lists the first ten of the baseline, and cuts long messages at a word', () => {
    const many = Array.from({ length: 12 }, (_, i) => ({ ...cap003, message: `${'long words '.repeat(20)}${i}`, waived: { reason: 'old' } }));
    const lines = renderConsole(many, { ...stopped, outcome: 'passed', written: 'cdktf.out', width: 80 }).split('\n');
    expect(lines.slice(0, 12)).toEqual([
      ...Array.from({ length: 10 }, () => 'CAP-003  [baseline] long words long words long words ...  stacks/frankfurt.ts:85'),
      'and 2 more in the baseline',
      '',
    ]);
    expect(lines.every((line) => line.length <= 80)).toBe(true);
  });
});

test('wrapping keeps long words whole and line breaks where they are', () => {
  expect(wrap('a bb\nccc a-word-that-is-longer d', 5)).toEqual(['a bb', 'ccc', 'a-word-that-is-longer', 'd']);
});
