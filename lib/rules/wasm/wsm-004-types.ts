import type { Estate, TypeMismatch, WasmComposition } from '../../estate';
import { Premises } from '../premises';
import type { Rule } from '../rule';
import type { Evidence, Subject, Verdict } from '../verdict';
import { listed, quoted } from '../wording';
import { wasmName } from './sites';

const VALIDATOR = 'https://github.com/bytecodealliance/jco';

export const types: Rule = {
  id: 'WSM-004',
  title: 'Composed components agree on types',
  decides: 'Components that are plugged into each other make one component that the reference validator accepts, every function and type of it.',
  why: 'Types are compared by their structure when a component is loaded: one field that differs, and none of its pods starts.',
  severity: 'error',
  evidence: 'The import, the function, the type and the field, with what was expected there and what was found.',
  sources: [VALIDATOR, 'https://github.com/WebAssembly/component-model/blob/main/design/mvp/Subtyping.md'],
  *check({ wasm }: Estate): Iterable<Verdict> {
    for (const composition of wasm.compositions) yield decide(composition);
  },
};

function decide(composition: WasmComposition): Verdict {
  const { root, plugs, outcome, path } = composition;
  const subject: Subject = { path };
  if (outcome.fits === true) {
    const statement = 'the validator of wasmparser, as jco has it, accepts what engines accept';
    return { verdict: 'proved', subject, premises: [Premises.constant({ id: 'wasm-validator', statement, source: VALIDATOR })] };
  }
  if (outcome.fits === 'unknown') {
    return {
      verdict: 'undecided',
      subject,
      key: 'types',
      message: `whether the components of ${wasmName(composition)} fit together`,
      reason: outcome.reason,
      decidedBy: '`@bytecodealliance/jco` installed, and components that it can compose',
    };
  }
  if ('refused' in outcome) {
    return {
      verdict: 'refuted',
      subject,
      key: 'plugs',
      message: `the components of ${wasmName(composition)} do not plug into each other`,
      witness: [{ label: 'because', text: outcome.refused }],
      remedies: [{ text: 'plugs that each export an interface which the root or another of them imports, and no two of them the same' }],
    };
  }
  const { mismatch } = outcome;
  const other = plugs.some(({ name }) => name === mismatch.plug) ? mismatch.plug : listed(plugs.map(({ name }) => fileName(name)));
  return {
    verdict: 'refuted',
    subject,
    key: `types:${mismatch.import}`,
    message: `${quoted(fileName(root.name))} and ${quoted(fileName(other))} do not fit together`,
    witness: [witnessOf(mismatch)],
    remedies: [{ text: `both built against one version of the interface ${quoted(mismatch.import)}` }],
  };
}

/** As a sentence: where the two part, and how. */
function witnessOf({ import: wanted, within, expected, found, message }: TypeMismatch): Evidence {
  const place = [wanted, ...within].join(', ');
  const difference = expected === '' ? `the two differ (${message.split('\n').at(-1)!})` : `expected ${expected}, found ${found}`;
  return { label: '', text: `import ${place}: ${difference}` };
}

function fileName(name: string): string {
  return name.slice(name.lastIndexOf('/') + 1);
}
