import fc from 'fast-check';
import { applyOrder, DEFINITION, DependencyCircle } from '../../lib/app/apply-order';
import type { Applied, ApplyFile } from '../../lib/app/apply-order';
import { installRank } from '../../lib/app/install-rank';

interface Sketch {
  readonly chart: string;
  readonly kind: string;
  readonly namespace?: string;
  /** Numbers of earlier or later objects: the generator makes no circle. */
  readonly after?: readonly number[];
  readonly rank?: number;
}

function object({ chart, kind, namespace, after = [], rank = 50 }: Sketch): Applied {
  const [what, defined] = kind.split(':');
  return {
    chart,
    rank,
    kind: what!,
    after,
    provides: what === 'Namespace' ? [`namespace/${defined}`] : what === DEFINITION ? [`kind/${defined}`] : [],
    needs: [`kind/${what}`, ...(namespace === undefined ? [] : [`namespace/${namespace}`])],
  };
}

/** Where each object stands: file, and place in it. */
function places(files: readonly ApplyFile[]): Map<number, [number, number]> {
  return new Map(files.flatMap(({ objects }, file) => objects.map((number, place) => [number, [file, place]] as const)));
}

function isBefore([fileA, placeA]: [number, number], [fileB, placeB]: [number, number]): boolean {
  return fileA < fileB || (fileA === fileB && placeA < placeB);
}

/** What is wrong with an order, said without a word of how it was made. */
function wrongs(objects: readonly Applied[], files: readonly ApplyFile[]): string[] {
  const at = places(files);
  const wrong: string[] = [];
  if (at.size !== objects.length || files.flatMap((file) => file.objects).length !== objects.length) wrong.push('not every object once');
  // A shell sorts by name: equal ranks are in any order.
  const ranked = files.map(({ rank }) => rank);
  objects.forEach((each, number) => {
    objects.forEach((other, otherNumber) => {
      const waits = each.after.includes(otherNumber) || (number !== otherNumber && each.needs.some((what) => other.provides.includes(what)));
      if (!waits || number === otherNumber) return;
      const [file, otherFile] = [at.get(number)![0], at.get(otherNumber)![0]];
      if (!isBefore(at.get(otherNumber)!, at.get(number)!)) wrong.push(`${number} stands before ${otherNumber}`);
      if (file !== otherFile && ranked[otherFile]! >= ranked[file]!) wrong.push(`${number} and ${otherNumber} in files of one rank`);
      if (other.kind === DEFINITION && file === otherFile && each.kind !== DEFINITION) wrong.push(`${number} in the file of its definition`);
    });
  });
  return wrong;
}

const CHARTS = ['a', 'b', 'c'];
const KINDS = ['Deployment', 'ConfigMap', 'Namespace:n1', 'Namespace:n2', `${DEFINITION}:W`, 'W', 'Job', 'NetworkPolicy', 'Secret'];

const sketches = fc
  .array(
    fc.record({
      chart: fc.constantFrom(...CHARTS),
      kind: fc.constantFrom(...KINDS),
      namespace: fc.constantFrom(undefined, 'n1', 'n2'),
      after: fc.array(fc.nat(11), { maxLength: 2 }),
      order: fc.nat(),
    }),
    { maxLength: 12 },
  )
  .map((raw) =>
    raw.map(({ chart, kind, namespace, after, order }, number) =>
      object({
        chart,
        kind,
        ...(namespace !== undefined && !/^(Namespace|Custom)/.test(kind) ? { namespace } : {}),
        // A dependency only on what has a lower order, so that the said ones alone make no circle.
        after: after.filter((other) => other < raw.length && other !== number && raw[other]!.order < order),
      }),
    ),
  );

describe('applyOrder', () => {
  test('puts every object behind its namespace, its definition and what it depends on', () => {
    const outcomes = { ordered: 0, circle: 0 };
    fc.assert(
      fc.property(sketches, (objects) => {
        try {
          expect(wrongs(objects, applyOrder(objects))).toEqual([]);
          outcomes.ordered += 1;
        } catch (cause) {
          if (!(cause instanceof DependencyCircle)) throw cause;
          outcomes.circle += 1;
          const { objects: circle } = cause;
          // Each really waits for the next.
          circle.forEach((number, index) => {
            const next = circle[(index + 1) % circle.length]!;
            expect(objects[number]!.after.includes(next) || objects[number]!.needs.some((what) => objects[next]!.provides.includes(what))).toBe(true);
          });
        }
      }),
      { numRuns: 300, seed: 5 },
    );
    expect(outcomes.ordered).toBeGreaterThan(100);
    expect(outcomes.circle).toBeGreaterThan(0);
  });

  test('a further chart changes no other file, unless it makes what others wait for', () => {
    const alone = (objects: readonly Applied[], chart: string): unknown =>
      applyOrder(objects)
        .filter((file) => file.chart === chart)
        .map((file) => ({ ...file, objects: file.objects.map((number) => objects[number]) }));
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...KINDS.filter((kind) => !kind.includes(':'))), { maxLength: 8 }),
        fc.array(fc.constantFrom('Deployment', 'ConfigMap', 'Namespace:own', 'Job'), { minLength: 1, maxLength: 6 }),
        fc.boolean(),
        (kinds, further, depends) => {
          const before = ['Namespace:n1', ...kinds].map((kind) => object({ chart: 'b', kind, ...(kind.includes(':') ? {} : { namespace: 'n1' }) }));
          const added = further.map((kind) => object({ chart: 'a', kind, after: depends ? [0] : [] }));
          expect(alone([...before, ...added], 'b')).toEqual(alone(before, 'b'));
        },
      ),
      { numRuns: 100 },
    );
  });

  const names = (objects: readonly Applied[]): string[] =>
    applyOrder(objects).map(({ chart, rank, definitions, objects: members }) => `${rank} ${chart}${definitions ? '*' : ''}: ${members.join(' ')}`);

  test('puts kinds in the order of installation, alike ones in that of the program', () => {
    const kinds = ['W', 'Deployment', 'ConfigMap', 'Role', 'ValidatingWebhookConfiguration', 'Namespace:n', 'ConfigMap', 'NetworkPolicy', 'Service'];
    expect(names(kinds.map((kind) => object({ chart: 'a', kind })))).toEqual(['50 a: 5 7 3 2 6 8 1 0 4']);
    expect(installRank('Secret')).toBeLessThan(installRank('Deployment'));
  });

  test('keeps a said order against that of kinds', () => {
    expect(names([object({ chart: 'a', kind: 'ConfigMap', after: [1] }), object({ chart: 'a', kind: 'Deployment' })])).toEqual(['50 a: 1 0']);
  });

  test('puts definitions into a file of their own, before everything', () => {
    expect(
      names([object({ chart: 'a', kind: 'W' }), object({ chart: 'b', kind: `${DEFINITION}:W` }), object({ chart: 'b', kind: 'Service' })]),
    ).toEqual(['10 b*: 1', '50 a: 0', '50 b: 2']);
  });

  test('moves a chart back as a whole behind one that it waits for', () => {
    const objects = [
      object({ chart: 'a', kind: 'Service' }),
      object({ chart: 'a', kind: 'Deployment', namespace: 'n' }),
      object({ chart: 'b', kind: 'Namespace:n' }),
      object({ chart: 'c', kind: 'Job', after: [0] }),
    ];
    expect(names(objects)).toEqual(['50 b: 2', '51 a: 0 1', '52 c: 3']);
  });

  test('cuts charts that wait for each other where it must', () => {
    const objects = [
      object({ chart: 'a', kind: 'Namespace:one' }),
      object({ chart: 'a', kind: 'Service', namespace: 'two' }),
      object({ chart: 'b', kind: 'Namespace:two' }),
      object({ chart: 'b', kind: 'Service', namespace: 'one' }),
    ];
    expect(names(objects)).toEqual(['50 a: 0', '50 b: 2', '51 a: 1', '51 b: 3']);
  });

  test('puts the definition of a chart behind what it was said to depend on', () => {
    const objects = [
      object({ chart: 'a', kind: `${DEFINITION}:W`, after: [1] }),
      object({ chart: 'a', kind: 'Service' }),
      object({ chart: 'a', kind: 'W' }),
    ];
    expect(names(objects)).toEqual(['50 a: 1', '51 a*: 0', '52 a: 2']);
  });

  test('says which objects wait for each other', () => {
    const objects = [object({ chart: 'a', kind: 'Service', after: [1] }), object({ chart: 'b', kind: 'Job', after: [0] })];
    expect(() => applyOrder(objects)).toThrow(DependencyCircle);
  });
});
