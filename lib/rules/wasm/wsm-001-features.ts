import type { Estate, WasmWorkload } from '../../estate';
import { supportOf } from '../../proofs/wasm';
import { Premises } from '../premises';
import type { Rule } from '../rule';
import type { Verdict } from '../verdict';
import { listed, listedNames, quoted } from '../wording';
import { engineText, enginesOf, hasItsBytes, placementsOf, subjectOfWasm, wasmName } from './sites';

/** Whether an interface version of WASI is given is WSM-003's question. */
export const features: Rule = {
  id: 'WSM-001',
  title: 'The engine has what the code uses',
  decides: 'Every feature of WebAssembly that a module or component uses is on in each engine, in its very version, that its pods may run on.',
  why: 'An engine refuses code with a feature that it lacks: the pod starts and fails, again and again.',
  severity: 'error',
  evidence: 'The feature, the engine with its version, the shim, and the pools that have it.',
  sources: [
    'https://docs.wasmtime.dev/stability-wasm-proposals.html',
    'https://wasmedge.org/docs/start/wasmedge/extensions/proposals/',
    'https://github.com/spinframework/containerd-shim-spin#shim-and-spin-version-map',
  ],
  *check(estate: Estate): Iterable<Verdict> {
    for (const wasm of estate.wasm.wasmWorkloads) if (hasItsBytes(estate, wasm)) yield* decide(estate, wasm);
  },
};

function* decide(estate: Estate, wasm: WasmWorkload): Iterable<Verdict> {
  const { artifact } = wasm;
  const subject = subjectOfWasm(wasm);
  const placements = placementsOf(estate, wasm);
  const engines = enginesOf(placements);
  const premises = placements.flatMap((each) => each.premises);
  const message = `whether the engine under ${wasmName(wasm)} has what its code uses`;
  const open = placements.find((each) => each.open !== undefined)?.open ?? unsettled(placements, engines.length);
  let settled = open === undefined;
  for (const { engine, pools } of engines) {
    const supports = artifact.features.map((feature) => ({ feature, ...supportOf(engine, feature) }));
    const lacking = supports.filter(({ has }) => has === 'no');
    const unknown = supports.filter(({ has }) => has === 'maybe');
    const known = [...new Set(supports.flatMap(({ source }) => source ?? []))];
    const constants = known.map((source) =>
      Premises.constant({
        id: `wasm-features:${engineText(engine)}:${source}`,
        statement: `${engineText(engine)} has the features that its project publishes`,
        source,
      }),
    );
    if (lacking.length > 0) {
      settled = false;
      yield {
        verdict: 'refuted',
        subject,
        key: `features:${engineText(engine)}`,
        message: `${wasmName(wasm)} uses ${listed(lacking.map(({ feature }) => quoted(feature)))}, which ${engineText(engine)} lacks`,
        witness: [
          { label: 'code', text: quoted(artifact.name) },
          { label: 'engine', text: `${engineText(engine)}, in ${engine.shim.name} ${engine.shim.version}` },
          { label: 'pools', text: listedNames(pools) },
        ],
        remedies: [{ text: `the code built without ${listed(lacking.map(({ feature }) => feature))}, or a runtime that has it` }],
        premises: [...premises, ...constants],
      };
    } else if (unknown.length > 0) {
      settled = false;
      yield {
        verdict: 'undecided',
        subject,
        key: `features:${engineText(engine)}`,
        message,
        reason: `${listed(unknown.map(({ feature }) => quoted(feature)))}: ${unknown[0]!.note ?? 'nothing is published'}`,
        decidedBy: 'a runtime whose version and features are published, such as `WasmRuntime.wasmtime()`, or code built without them',
        witness: [{ label: 'engine', text: `${engineText(engine)}, in ${engine.shim.name} ${engine.shim.version}` }],
        premises,
      };
    } else if (open === undefined) premises.push(...constants);
  }
  if (settled) yield { verdict: 'proved', subject, premises };
  else if (open !== undefined)
    yield { verdict: 'undecided', subject, key: 'engine', message, reason: open, decidedBy: 'a chart of a cluster with a pool that has the runtime' };
}

function unsettled(placements: readonly { readonly sites: readonly unknown[] }[], engines: number): string | undefined {
  if (placements.length === 0) return 'no manifest of it is in the estate';
  if (placements.some(({ sites }) => sites.length === 0)) return 'no pool where its pods may land has the handler of its RuntimeClass';
  return engines === 0 ? 'the handler of its RuntimeClass says no engine of WebAssembly' : undefined;
}
