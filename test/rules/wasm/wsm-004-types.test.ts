import type { CompositionOutcome, WasmComposition } from '../../../lib/estate';
import { validatedComponent } from '../../../lib/estate/read/wasm/artifact';
import { compose } from '../../../lib/estate/read/wasm';
import { types } from '../../../lib/rules/wasm/wsm-004-types';
import { anEstate } from '../../support/estate';
import { judged, outcomes, refutations, text, undecideds } from '../../support/judge';
import { dummy } from '../../support/wasm/components';
import { anArtifact } from '../../support/wasm/estate';

const composition = (outcome: CompositionOutcome): WasmComposition => ({
  id: 'frankfurt/pricing',
  path: 'frankfurt/pricing',
  root: anArtifact({ name: 'components/pricing.wasm' }),
  plugs: [anArtifact({ name: 'components/rates.wasm' })],
  outcome,
});
const site = (outcome: CompositionOutcome) => anEstate({ wasm: { compositions: [composition(outcome)] } });

const WIT = `package acme:rates@0.2.0;
  interface table { record rate { price: u64, valid-until: u64 } lookup: func(id: u32) -> rate; }
  world pricing { import table; export quote: func(id: u32) -> u64; }
  world rates { export table; }`;

describe('WSM-004', () => {
  test('names the field about which real components disagree', () => {
    const read = (name: string, bytes: Uint8Array) => ({ artifact: validatedComponent(name, bytes) as ReturnType<typeof anArtifact>, bytes });
    const root = read('components/pricing.wasm', dummy(WIT, 'pricing'));
    const plug = read('components/rates.wasm', dummy(WIT.replace('valid-until: u64', 'valid-until: u32'), 'rates'));
    const { outcome } = compose('pricing', root, [plug]);
    expect(refutations(types, site(outcome)).map((verdict) => text(verdict))).toEqual([
      [
        '`pricing.wasm` and `rates.wasm` do not fit together',
        ': import acme:rates/table@0.2.0, function `lookup`, record `rate`, field `valid-until`: expected u64, found u32',
        'hint: both built against one version of the interface `acme:rates/table@0.2.0`',
      ],
    ]);
    const fitting = compose('pricing', root, [read('components/rates.wasm', dummy(WIT, 'rates'))]);
    const [verdict] = judged(types, site(fitting.outcome));
    expect([verdict!.verdict, verdict!.subject, verdict!.premises!.map(({ kind }) => kind)]).toEqual([
      'proved',
      { path: 'frankfurt/pricing' },
      ['constant'],
    ]);
  });

  test('says in the validator’s words what has no two ends', () => {
    const mismatch = {
      import: 'a:b/c',
      plug: 'x.wasm',
      within: ['enum `e`'],
      expected: '',
      found: '',
      message: 'type mismatch\nmismatch in enum elements',
    };
    expect(text(refutations(types, site({ fits: false, mismatch }))[0])[1]).toBe(
      ': import a:b/c, enum `e`: the two differ (mismatch in enum elements)',
    );
  });

  test('fails where nothing plugs', () => {
    expect(refutations(types, site({ fits: false, refused: '`rates.wasm` exports nothing' })).map((verdict) => text(verdict))).toEqual([
      [
        'the components of `pricing` do not plug into each other',
        'because: `rates.wasm` exports nothing',
        'hint: plugs that each export an interface which the root or another of them imports, and no two of them the same',
      ],
    ]);
  });

  test('is undecided without the validator', () => {
    expect(undecideds(types, site({ fits: 'unknown', reason: 'not installed' })).map(({ reason }) => reason)).toEqual(['not installed']);
    expect(outcomes(types, anEstate())).toEqual([]);
  });
});
