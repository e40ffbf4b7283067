import { ESTATE_SCHEMA, NO_KUBERNETES, NO_NSX, NO_WASM } from '../../lib/estate';
import type { Estate, Premise } from '../../lib/estate';
import type { Finding } from '../../lib/report';
import type { Refuted, Rule, Subject, Undecided, Verdict } from '../../lib/rules';

/** An estate with nothing in it. `closed` serves the rules below as their whole world. */
export function estate(closed: readonly string[] = [], premises: readonly Premise[] = []): Estate {
  return {
    schema: ESTATE_SCHEMA,
    terraform: { stacks: [] },
    manifests: [],
    vsphere: {
      datacenters: [],
      hosts: [],
      clusters: [],
      switches: [],
      portGroups: [],
      standardSwitches: [],
      standardPortGroups: [],
      vmkernelAdapters: [],
      datastores: [],
      datastoreClusters: [],
      storagePolicies: [],
      resourcePools: [],
      machines: [],
      vmRules: [],
      vmGroups: [],
      hostGroups: [],
      vmHostRules: [],
    },
    nsx: NO_NSX,
    kubernetes: NO_KUBERNETES,
    wasm: NO_WASM,
    images: [],
    recordedManagers: [],
    tenants: [],
    intents: [],
    premises,
    closed,
    faults: [],
  };
}

export function rule(id: string, check: (estate: Estate) => Iterable<Verdict>, more: Partial<Rule> = {}): Rule {
  return { id, title: id, decides: 'what it decides', why: 'why it matters', severity: 'error', evidence: 'what it shows', check, ...more };
}

export function refuted(subject: Subject, more: Partial<Refuted> = {}): Refuted {
  return { verdict: 'refuted', subject, message: `\`${subject.path ?? ''}\` is wrong`, witness: [], remedies: [], ...more };
}

export function undecided(subject: Subject, more: Partial<Undecided> = {}): Undecided {
  return { verdict: 'undecided', subject, message: 'nobody can say', reason: 'it is looked up', decidedBy: 'say it', ...more };
}

export function finding(more: Partial<Finding>): Finding {
  return {
    rule: 'CAP-001',
    severity: 'error',
    verdict: 'refuted',
    message: 'something is wrong',
    subject: { path: 'app/x' },
    source: [{ file: 'stacks/a.ts', line: 1, column: 1 }],
    witness: [],
    remedies: [],
    premises: [],
    fingerprint: '0'.repeat(32),
    ...more,
  };
}
