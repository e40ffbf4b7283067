import type { Estate, Tenant, WasmWorkload } from '../../estate';
import type { Verdict } from '../verdict';
import { listed, quoted } from '../wording';
import { hasItsBytes, placementsOf, subjectOfWasm, wasmName, workloadsOf } from './sites';

/**
 * Whether an instance has its memory to itself. A memory that a module makes is its own, and a runtime starts each pod in a process of
 * its own; one that is imported is whatever the host hands out.
 */
export function* sharedVerdict(estate: Estate, wasm: WasmWorkload): Iterable<Verdict> {
  const imported = wasm.artifact.memories.some(({ shared, imported: isImported }) => shared && isImported);
  if (!imported || !hasItsBytes(estate, wasm)) return;
  const own = tenantsOf(estate, wasm);
  const pools = poolsOf(estate, wasm);
  const others = estate.wasm.wasmWorkloads.filter((other) => other !== wasm && poolsOf(estate, other).some((pool) => pools.includes(pool)));
  const strangers = others.filter((other) => tenantsOf(estate, other).some((tenant) => !own.includes(tenant)) && own.length > 0);
  const subject = subjectOfWasm(wasm);
  if (strangers.length > 0) {
    yield {
      verdict: 'refuted',
      subject,
      key: 'shared-memory',
      message: `${wasmName(wasm)} imports a shared memory, beside code of another tenant`,
      witness: [
        { label: 'code', text: quoted(wasm.artifact.name) },
        {
          label: 'tenants',
          text: listed(
            [...own, ...strangers.flatMap((each) => tenantsOf(estate, each))]
              .filter((each, i, all) => all.indexOf(each) === i)
              .map(({ name }) => quoted(name)),
          ),
        },
        { label: 'beside', text: listed(strangers.map(wasmName)) },
      ],
      remedies: [{ text: 'the module built with a memory of its own, or a pool for each tenant' }],
    };
    return;
  }
  yield {
    verdict: 'undecided',
    subject,
    key: 'shared-memory',
    message: `whether ${wasmName(wasm)} has its memory to itself`,
    reason: 'it imports a shared memory, and whom the host shares that with is not in any manifest',
    decidedBy: 'the module built with a memory of its own',
  };
}

/** Tenants whose namespaces a workload is in. */
function tenantsOf(estate: Estate, wasm: WasmWorkload): Tenant[] {
  const places = workloadsOf(estate, wasm).map(({ cluster, namespace }) => JSON.stringify([cluster, namespace]));
  const namespaces = new Set(
    estate.kubernetes.namespaces.filter(({ cluster, name }) => places.includes(JSON.stringify([cluster, name]))).map(({ id }) => id),
  );
  return estate.tenants.filter((tenant) => tenant.namespaces.ids.some((id) => namespaces.has(id)));
}

function poolsOf(estate: Estate, wasm: WasmWorkload): string[] {
  return placementsOf(estate, wasm).flatMap(({ sites }) => sites.map(({ pool }) => pool.id));
}
