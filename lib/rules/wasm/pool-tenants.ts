import { indexOf, type Estate, type NodePool, type Workload } from '../../estate';
import { candidateNodes } from '../../proofs/scheduling';
import { subjectOf } from '../subjects';
import type { Verdict } from '../verdict';
import { listed, quotedName } from '../wording';

/** Whether pools with a runtime of WebAssembly take pods of WebAssembly only. */
export function* poolVerdicts(estate: Estate): Iterable<Verdict> {
  for (const pool of estate.kubernetes.nodePools) {
    if (pool.handlers.some(({ isolation }) => isolation === 'wasm')) yield decide(estate, pool);
  }
}

function decide(estate: Estate, pool: NodePool): Verdict {
  const subject = subjectOf(pool);
  const premises = estate.premises.filter(({ id }) => [`node-taints:${pool.id}`, `node-labels:${pool.id}`, `node-runtimes:${pool.id}`].includes(id));
  const keepsOff = pool.taints.filter(({ effect }) => effect !== 'PreferNoSchedule');
  const others = estate.kubernetes.workloads.filter((workload) => workload.cluster === pool.cluster && isStranger(estate, pool, workload));
  const landing = others.map((workload) => ({ workload, ...candidateNodes(estate, workload) }));
  const surely = landing.filter(({ certain }) => certain.some((each) => each.pool.id === pool.id)).map(({ workload }) => workload);
  const maybe = landing.filter(({ possible }) => possible.some((each) => each.pool.id === pool.id)).map(({ workload }) => workload);
  const taints = {
    label: 'taints',
    text: keepsOff.map(({ key, value, effect }) => `${key}${value === '' ? '' : `=${value}`}:${effect}`).join(', ') || 'none',
  };
  if (keepsOff.length === 0 || surely.length > 0) {
    const who = surely.length === 0 ? 'any pod' : listed(surely.map(quotedName));
    return {
      verdict: 'refuted',
      // They run there as anywhere: what is lost is the room that the pool was made for.
      severity: 'warning',
      subject,
      key: 'strangers',
      message: `pool ${quotedName(pool)}, which runs WebAssembly, takes ${who} as well`,
      witness: [taints],
      remedies: [
        {
          text:
            keepsOff.length === 0 ? "a taint of the pool, such as `taint: 'wasm'`" : 'no toleration of it in other pods than those of WebAssembly',
        },
      ],
      premises,
    };
  }
  if (maybe.length > 0) {
    return {
      verdict: 'undecided',
      subject,
      key: 'strangers',
      message: `whether pool ${quotedName(pool)} takes pods of WebAssembly only`,
      reason: `whether it takes ${listed(maybe.map(quotedName))} is not known`,
      decidedBy: 'tolerations and node selectors of literals in these workloads',
      premises,
    };
  }
  return { verdict: 'proved', subject, premises };
}

/** Whether pods are none of WebAssembly. Those of a DaemonSet, such as the network's, are for every node. */
function isStranger(estate: Estate, pool: NodePool, workload: Workload): boolean {
  if (workload.kind === 'DaemonSet') return false;
  const runtime = indexOf(estate).runtimeClassOf(workload);
  if (runtime === 'unknown') return !estate.wasm.wasmWorkloads.some(({ workloads }) => workloads.includes(workload.id));
  return runtime === 'default' || pool.handlers.find(({ handler }) => handler === runtime.handler)?.isolation !== 'wasm';
}
