import type { Container, Estate, Premise, WasmWorkload, Workload } from '../../estate';
import { boundlessShared, linearMemory, type LinearMemory } from '../../proofs/wasm';
import { Quantity } from '../../units/quantity';
import type { Rule } from '../rule';
import type { Evidence, Verdict } from '../verdict';
import { count, formatGib, gibTenths, grouped, quoted } from '../wording';
import { hasItsBytes, subjectOfWasm, wasmName, workloadsOf } from './sites';

export const memory: Rule = {
  id: 'WSM-002',
  title: 'Linear memory fits the container',
  decides: 'All linear memories of an instance, each at its maximum, fit the memory limit of the container; a shared memory has a maximum.',
  why: 'Linear memory only grows. Beyond the limit the kernel ends the container, in the middle of a request.',
  severity: 'error',
  evidence: 'The memories with their maximums, their sum, and the limit.',
  sources: [
    'https://webassembly.github.io/spec/core/binary/types.html#limits',
    'https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/#how-pods-with-resource-limits-are-run',
  ],
  *check(estate: Estate): Iterable<Verdict> {
    for (const wasm of estate.wasm.wasmWorkloads) {
      if (!hasItsBytes(estate, wasm)) continue;
      const shared = boundlessShared(wasm.artifact);
      if (shared.length > 0) yield boundless(wasm);
      for (const workload of workloadsOf(estate, wasm)) yield* decide(wasm, workload);
    }
  },
};

function boundless(wasm: WasmWorkload): Verdict {
  return {
    verdict: 'refuted',
    subject: subjectOfWasm(wasm),
    key: 'shared',
    message: `a shared memory of ${wasmName(wasm)} has no maximum`,
    witness: [{ label: 'code', text: `${quoted(wasm.artifact.name)}; engines refuse it` }],
    remedies: [{ text: 'a maximum, such as `--max-memory` of the linker' }],
  };
}

function* decide(wasm: WasmWorkload, workload: Workload): Iterable<Verdict> {
  const { artifact } = wasm;
  const container = workload.pod.spec.containers[0];
  const linear = linearMemory(artifact);
  const subject = { ...subjectOfWasm(wasm), attribute: 'memory' };
  const open = (key: string, reason: string, decidedBy: string): Verdict => ({
    verdict: 'undecided',
    subject,
    key,
    message: `whether the linear memory of ${wasmName(wasm)} fits its container`,
    reason,
    decidedBy,
    witness: linesOf(wasm, linear),
  });
  const limit = limitOf(workload, container);
  if (typeof limit === 'string') {
    yield open('limit', limit, 'a memory limit of the container, as `memory` of a `WasmWorkload`');
    return;
  }
  const short = (bytes: number, what: string): Verdict => ({
    verdict: 'refuted',
    subject,
    key: 'limit',
    message: `${wasmName(wasm)} has ${bytesText(bytes, 'up')} of linear memory ${what}, and its container ${bytesText(limit, 'down')}`,
    witness: [...linesOf(wasm, linear), { label: 'limit', text: bytesText(limit, 'down') }],
    remedies: [{ text: `${bytesText(bytes, 'up')} of memory at least, or code built with a smaller maximum` }],
  });
  if (linear.initial > limit) yield short(linear.initial, 'as it starts');
  else if (linear.stated !== undefined && linear.stated > limit) yield short(linear.stated, 'at most');
  else if (artifact.memoriesOpen !== undefined) yield open('more', artifact.memoriesOpen, 'a component that makes its own instances only');
  else if (linear.bound === null || linear.bound > limit) {
    yield open(
      'maximum',
      'a memory of it has no maximum, so that what it comes to need shows only as it runs',
      'code built with a maximum, such as `--max-memory` of the linker, or `-Wl,--max-memory=`',
    );
  } else yield { verdict: 'proved', subject, premises: instancePremises(wasm, linear.bound, limit) };
}

/** An instance for each request is many, and nothing in a manifest bounds the requests. */
function instancePremises(wasm: WasmWorkload, bound: number, limit: number): Premise[] {
  const { artifact, path } = wasm;
  const serves = artifact.exports.some(({ name }) => name.startsWith('wasi:http/incoming-handler@'));
  if (bound === 0 || (!serves && wasm.executor === 'deployment')) return [];
  const most = Math.floor(limit / bound);
  return [
    {
      id: `wasm-requests:${path}`,
      kind: 'stated',
      statement: `a pod of ${wasmName(wasm)} has at most ${count(most, 'request')} at once: its runtime makes an instance for each`,
      subject: path,
    },
  ];
}

/** Bytes, or why they are not known. */
function limitOf({ pod }: Workload, container: Container | undefined): number | string {
  const unread = (pod.unread ?? []).some((path) => path.startsWith('spec.containers'));
  const limit = container?.resources?.limits?.memory;
  if (unread) return 'what the manifest says of its container is not to be read';
  if (limit === undefined) return 'its container has no memory limit';
  if (!Quantity.isQuantity(limit)) return `its memory limit is ${JSON.stringify(limit)}`;
  const { numerator, denominator } = Quantity.parse(limit);
  return Number(numerator / denominator);
}

function linesOf({ artifact }: WasmWorkload, { stated }: LinearMemory): Evidence[] {
  const memories = artifact.memories.map(({ minimum, maximum, pageBytes }) => {
    const most = maximum === undefined ? 'no maximum' : `at most ${bytesText(maximum * pageBytes, 'up')}`;
    return `${bytesText(minimum * pageBytes, 'up')} at first, ${most}`;
  });
  const total = stated !== undefined && memories.length > 1 ? [{ label: 'in all', text: `at most ${bytesText(stated, 'up')}` }] : [];
  return [{ label: memories.length > 1 ? 'memories' : 'memory', text: memories.join('; ') || 'none' }, ...total];
}

const MIB = 2 ** 20;

function bytesText(bytes: number, rounding: 'up' | 'down'): string {
  if (bytes >= 1024 * MIB) return formatGib(gibTenths(bytes / MIB, rounding));
  const tenths = (bytes * 10) / MIB;
  return `${grouped((rounding === 'up' ? Math.ceil(tenths) : Math.floor(tenths)) / 10)} MiB`;
}
