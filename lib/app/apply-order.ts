import { installRank } from './install-rank';

/** An object of a cluster, as far as the order of its application goes. */
export interface Applied {
  /** The chart it is of: a key. */
  readonly chart: string;
  /** Where its chart stands among those of the cluster, where nothing else moves it. */
  readonly rank: number;
  readonly kind: string;
  /** What it makes that others need, and what it needs of these: `namespace/shop`, `kind/argoproj.io/Application`. */
  readonly provides: readonly string[];
  readonly needs: readonly string[];
  /** Objects that it was said to depend on, by their number. */
  readonly after: readonly number[];
}

export interface ApplyFile {
  readonly chart: string;
  readonly rank: number;
  /** Whether it holds definitions of resources, and nothing else. */
  readonly definitions: boolean;
  /** Numbers of its objects, in their order. */
  readonly objects: readonly number[];
}

/** Objects that wait for each other; the last waits for the first. */
export class DependencyCircle extends Error {
  public constructor(public readonly objects: readonly number[]) {
    super('objects wait for each other');
  }
}

export const DEFINITION = 'CustomResourceDefinition';
/** kubectl asks what kinds there are before it applies a file: definitions must stand in an earlier one. */
const DEFINITIONS_RANK = 10;

/**
 * Files that can be applied one after the other, by rank: each object stands after what it needs. A chart is one file, and one more for
 * the definitions it brings. Its rank is its own, and beyond that of every chart it waits for, so that a further chart changes no name but
 * those of charts that wait for it. Only where charts wait for each other is one cut, at the objects that wait.
 *
 * @throws DependencyCircle when objects wait for each other
 */
export function applyOrder(objects: readonly Applied[]): ApplyFile[] {
  const waits = waitsOf(objects);
  const ranks = ranksOf(objects, waits);
  const files = new Map<string, { chart: string; rank: number; definitions: boolean; members: number[] }>();
  objects.forEach(({ chart, kind }, number) => {
    const definitions = kind === DEFINITION;
    const key = JSON.stringify([ranks[number], chart, definitions]);
    const file = files.get(key) ?? { chart, rank: ranks[number]!, definitions, members: [] };
    files.set(key, file);
    file.members.push(number);
  });
  return [...files.values()].sort((a, b) => a.rank - b.rank).map(({ members, ...file }) => ({ ...file, objects: inFile(members, objects, waits) }));
}

/** Numbers of the objects that each one directly waits for. */
function waitsOf(objects: readonly Applied[]): number[][] {
  const providers = new Map<string, number[]>();
  objects.forEach(({ provides }, number) => {
    for (const what of provides) providers.set(what, [...(providers.get(what) ?? []), number]);
  });
  return objects.map(({ needs, after }, number) =>
    [...new Set([...needs.flatMap((what) => providers.get(what) ?? []), ...after])].filter((other) => other !== number),
  );
}

function ranksOf(objects: readonly Applied[], waits: readonly (readonly number[])[]): number[] {
  const isDefinition = (number: number): boolean => objects[number]!.kind === DEFINITION;
  const wholly = chartsBefore(objects, waits);
  const ranks: (number | undefined)[] = [];
  const chartRanks = new Map<string, number>();
  const path: number[] = [];
  const rankOf = (number: number): number => {
    const known = ranks[number];
    if (known !== undefined) return known;
    if (path.includes(number)) throw new DependencyCircle(path.slice(path.indexOf(number)));
    path.push(number);
    const { chart, rank } = objects[number]!;
    let least = isDefinition(number) ? Math.min(rank, DEFINITIONS_RANK) : rank;
    for (const other of waits[number]!) {
      const together = objects[other]!.chart === chart && isDefinition(other) === isDefinition(number);
      least = Math.max(least, together ? rankOf(other) : rankOf(other) + 1);
    }
    if (!isDefinition(number)) for (const other of wholly.get(chart) ?? []) least = Math.max(least, rankOfChart(other) + 1);
    path.pop();
    return (ranks[number] = least);
  };
  const rankOfChart = (chart: string): number => {
    const known = chartRanks.get(chart);
    if (known !== undefined) return known;
    const members = objects.flatMap((object, number) => (object.chart === chart && !isDefinition(number) ? [number] : []));
    const rank = Math.max(-1, ...members.map(rankOf));
    chartRanks.set(chart, rank);
    return rank;
  };
  return objects.map((_, number) => rankOf(number));
}

/**
 * Charts that each one as a whole comes after, as in cdk8s: those that one of its objects waits for, unless they wait for it in turn.
 * Definitions that wait for nothing are early anyway.
 */
function chartsBefore(objects: readonly Applied[], waits: readonly (readonly number[])[]): Map<string, Set<string>> {
  const early = (number: number): boolean => objects[number]!.kind === DEFINITION && waits[number]!.length === 0;
  const before = new Map<string, Set<string>>();
  objects.forEach(({ chart }, number) => {
    for (const other of waits[number]!) {
      const target = objects[other]!.chart;
      if (target !== chart && !early(other)) before.set(chart, (before.get(chart) ?? new Set()).add(target));
    }
  });
  const reaches = (from: string, to: string, seen = new Set<string>()): boolean =>
    [...(before.get(from) ?? [])].some((next) => next === to || (!seen.has(next) && reaches(next, to, seen.add(next))));
  return new Map([...before].map(([chart, targets]) => [chart, new Set([...targets].filter((target) => !reaches(target, chart)))]));
}

/** Kinds in the order of installation, in that of the program where alike, and what an object waits for before it. */
function inFile(members: readonly number[], objects: readonly Applied[], waits: readonly (readonly number[])[]): number[] {
  const sorted = [...members].sort((a, b) => installRank(objects[a]!.kind) - installRank(objects[b]!.kind) || a - b);
  const place = new Map(sorted.map((number, index) => [number, index]));
  const placed = new Set<number>();
  const visit = (number: number): void => {
    if (placed.has(number)) return;
    const first = waits[number]!.filter((other) => place.has(other)).sort((a, b) => place.get(a)! - place.get(b)!);
    for (const other of first) visit(other);
    placed.add(number);
  };
  sorted.forEach(visit);
  return [...placed];
}
