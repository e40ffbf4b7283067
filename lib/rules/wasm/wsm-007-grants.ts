import type { Estate } from '../../estate';
import type { Rule } from '../rule';
import type { Verdict } from '../verdict';
import { grantVerdict } from './granted';
import { sharedVerdict } from './shared-memory';
import { workloadsOf } from './sites';

export const grants: Rule = {
  id: 'WSM-007',
  title: 'Code touches what it is granted, and nothing else',
  decides:
    'What a pod of WebAssembly mounts, is told by its environment and may call is what its grants say, look-ups in the DNS of the cluster aside; no instance shares a memory with one of another tenant.',
  why: 'The runtime hands the whole container to the code: its files, its environment and its network. Only the manifest keeps anything from it.',
  severity: 'error',
  evidence: 'What it may touch beyond its grants, and by which part of the manifests.',
  sources: [
    'https://github.com/containerd/runwasi/blob/main/crates/containerd-shim-wasmtime/src/instance.rs',
    'https://kubernetes.io/docs/concepts/services-networking/network-policies/',
  ],
  *check(estate: Estate): Iterable<Verdict> {
    for (const wasm of estate.wasm.wasmWorkloads) {
      for (const workload of workloadsOf(estate, wasm)) yield* grantVerdict(estate, wasm, workload);
      yield* sharedVerdict(estate, wasm);
    }
  },
};
