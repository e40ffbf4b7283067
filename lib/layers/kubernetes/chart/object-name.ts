import { createHash } from 'node:crypto';

/** Parts of a path that say nothing: constructs give them to the one object that they are made of. */
const UNSPOKEN = new Set(['Resource', 'Default']);
/** Most characters of a label of DNS (RFC 1123). */
const LONGEST = 63;
/** Names of a CronJob leave room for the number of each Job (kubernetes.io/docs/concepts/workloads/controllers/cron-jobs). */
const LONGEST_BY_KIND: Readonly<Record<string, number>> = { CronJob: 52 };
const HASH = 8;

/**
 * Name of an object: the ids from its chart down, as a label of DNS (RFC 1123). It is the same wherever the chart stands; only one that
 * would be too long ends with a hash.
 *
 * @param ids that of the chart, and of what is below it
 */
export function objectName(ids: readonly string[], kind: string): string {
  const spoken = ids.filter((id) => !UNSPOKEN.has(id));
  const plainly = spoken.map(plain).filter(Boolean).join('-') || 'x';
  // A Service is a name of DNS as of RFC 1035, which begins with a letter.
  const name = kind === 'Service' && /^[0-9]/.test(plainly) ? `x-${plainly}` : plainly;
  const longest = LONGEST_BY_KIND[kind] ?? LONGEST;
  if (name.length <= longest) return name;
  const hash = createHash('sha256').update(JSON.stringify(spoken)).digest('hex').slice(0, HASH);
  return `${name.slice(0, longest - HASH - 1).replace(/-+$/, '')}-${hash}`;
}

function plain(id: string): string {
  return id
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
}
