/** The texts that are most like another, the likest first. */
export function nearest(text: string, candidates: readonly string[], howMany: number): string[] {
  return candidates
    .map((candidate) => ({ candidate, distance: distance(text, candidate) }))
    .sort((a, b) => a.distance - b.distance || (a.candidate < b.candidate ? -1 : 1))
    .slice(0, howMany)
    .map(({ candidate }) => candidate);
}

/** Letters to put in, take out or replace, at the least. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)));
    }
    row = next;
  }
  return row[b.length]!;
}
