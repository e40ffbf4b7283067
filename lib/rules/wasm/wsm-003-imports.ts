import type { Estate, WasmWorkload } from '../../estate';
import { givenBy } from '../../proofs/wasm';
import { Premises } from '../premises';
import type { Rule } from '../rule';
import type { Undecided, Verdict } from '../verdict';
import { listed, listedNames, quoted } from '../wording';
import { engineText, enginesOf, hasItsBytes, placementsOf, subjectOfWasm, wasmName } from './sites';

export const imports: Rule = {
  id: 'WSM-003',
  title: 'Every import is satisfied',
  decides: 'What a module or component imports is given by the runtime that its pods run under, or by a component that it is composed with.',
  why: 'Code with an import that nobody gives is not instantiated: the pod starts and fails, again and again.',
  severity: 'error',
  evidence: 'The imports that nobody gives, the engine, and why it does not.',
  sources: [
    'https://github.com/containerd/runwasi/blob/main/crates/containerd-shim-wasmtime/src/instance.rs',
    'https://docs.rs/crate/wasmtime-wasi/36.0.7/source/src/p2/wit/world.wit',
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
  const open = (key: string, reason: string, decidedBy: string): Undecided => ({
    verdict: 'undecided',
    subject,
    key,
    message: `whether all that ${wasmName(wasm)} imports is there`,
    reason,
    decidedBy,
  });
  if (artifact.unvalidated !== undefined) yield open('valid', artifact.unvalidated, 'the package installed, so that the component is validated');
  if (artifact.imports.length === 0) {
    if (artifact.unvalidated === undefined) yield { verdict: 'proved', subject };
    return;
  }
  let settled = artifact.unvalidated === undefined;
  for (const { engine, pools } of engines) {
    const given = artifact.imports.map((wanted) => ({ wanted, ...givenBy(engine, artifact, wanted) }));
    const missing = given.filter(({ gives }) => gives === 'no');
    const unknown = given.filter(({ gives }) => gives === 'maybe');
    const sources = [...new Set(given.flatMap(({ gives, source }) => (gives === 'yes' && source !== undefined ? [source] : [])))];
    const of = engineText(engine);
    premises.push(
      ...sources.map((source) =>
        Premises.constant({ id: `wasm-host:${of}:${source}`, statement: `${of} gives what its project says that it does`, source }),
      ),
    );
    const witness = [
      { label: 'code', text: quoted(artifact.name) },
      { label: 'engine', text: `${of}, in ${engine.shim.name} ${engine.shim.version}` },
      { label: 'pools', text: listedNames(pools) },
    ];
    if (missing.length > 0) {
      settled = false;
      yield {
        verdict: 'refuted',
        subject,
        key: `imports:${of}`,
        message: `${wasmName(wasm)} imports ${listed(missing.map(({ wanted }) => quoted(wanted.name)))}, which nobody gives it`,
        witness: [...witness, { label: 'because', text: missing[0]!.note! }],
        remedies: [
          {
            text:
              artifact.kind === 'component'
                ? 'a component that exports it, as a plug of a `WasmComposition`'
                : 'the module built without it, or with it linked in',
          },
        ],
        premises,
      };
    } else if (unknown.length > 0) {
      settled = false;
      const reason = `${listed(unknown.map(({ wanted }) => quoted(wanted.name)))}: ${unknown[0]!.note ?? 'nothing is published'}`;
      yield { ...open(`imports:${of}`, reason, 'a component that exports it, as a plug, or a runtime that is known to give it'), witness, premises };
    }
  }
  const where = placements.find((each) => each.open !== undefined)?.open;
  if (where !== undefined || engines.length === 0) {
    yield open(
      'engine',
      where ?? 'no pool where its pods may land has a runtime of WebAssembly for it',
      'a chart of a cluster with a pool that has the runtime',
    );
  } else if (settled) yield { verdict: 'proved', subject, premises };
}
