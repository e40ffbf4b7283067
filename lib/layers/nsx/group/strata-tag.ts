import { createHash } from 'node:crypto';
import type { IConstruct } from 'constructs';

/** The scope of tags that Strata puts on machines. */
export const STRATA_SCOPE = 'strata';

/** Longest tag that NSX takes. */
const LONGEST = 256;

/**
 * What a tag says that stands for a construct: its path, the same on every run. NSX compares tags whatever their case and a bar parts
 * them from their scope, so that a path with more than plain small letters in it is told by its digest as well.
 */
export function strataTag({ node: { path } }: IConstruct): string {
  const plain = path.toLowerCase().replace(/[^a-z0-9/._-]/g, '-');
  if (plain === path && path.length <= LONGEST) return path;
  const digest = `#${createHash('sha256').update(path).digest('hex').slice(0, 12)}`;
  return `${plain.slice(0, LONGEST - digest.length)}${digest}`;
}
