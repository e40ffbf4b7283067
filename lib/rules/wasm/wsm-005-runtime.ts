import type { Estate } from '../../estate';
import type { Rule } from '../rule';
import type { Verdict } from '../verdict';
import { poolVerdicts } from './pool-tenants';
import { runtimeVerdict } from './runtime-chain';
import { subjectOfWasm, wasmName, workloadsOf } from './sites';

export const runtime: Rule = {
  id: 'WSM-005',
  title: 'Pods of WebAssembly land where their runtime is',
  decides:
    'From the pod to the shim nothing is missing: a RuntimeClass, its handler in containerd of every node that takes the pod, under the plugin that this version of the configuration has, and an engine behind it. Nodes with a runtime of WebAssembly take no other pods but those of every node.',
  why: 'A pod on a node without its handler stays in creation for good; one without a RuntimeClass is started as a container, and fails.',
  severity: 'error',
  evidence: 'The RuntimeClass, the handler, the pools, and what keeps pods off their nodes.',
  sources: [
    'https://kubernetes.io/docs/concepts/containers/runtime-class/',
    'https://github.com/containerd/containerd/blob/main/docs/cri/config.md',
    'https://runwasi.dev/getting-started/demos.html',
  ],
  *check(estate: Estate): Iterable<Verdict> {
    for (const wasm of estate.wasm.wasmWorkloads) {
      const workloads = workloadsOf(estate, wasm);
      for (const workload of workloads) yield runtimeVerdict(estate, wasm, workload);
      if (workloads.length > 0) continue;
      yield {
        verdict: 'undecided',
        subject: subjectOfWasm(wasm),
        key: 'workload',
        message: `where ${wasmName(wasm)} runs`,
        reason: 'no manifest of it is in the estate',
        decidedBy: 'its chart among those that the app writes',
      };
    }
    yield* poolVerdicts(estate);
  },
};
