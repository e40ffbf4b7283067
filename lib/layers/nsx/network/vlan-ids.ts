import { Token } from 'cdktf';
import type { Construct } from 'constructs';
import { checkWhole, got } from '../../check';
import { ConstructError } from '../../construct-error';

/** A VLAN id from 0 (untagged) to 4094, or first and last of several. */
export type VlanIds = number | readonly [first: number, last: number];

const LARGEST = 4094;

/**
 * VLANs as the provider takes them: `12`, `100-199`.
 *
 * @throws when there is none, an id is out of bounds, a range is turned round, or two overlap
 */
export function vlanTexts(construct: Construct, what: string, vlans: readonly VlanIds[]): string[] {
  if (!Array.isArray(vlans) || vlans.length === 0) {
    throw new ConstructError(construct, `${what} must name at least one VLAN, such as [100] or [[100, 199]], got ${got(vlans)}`);
  }
  const ranges = (vlans as readonly VlanIds[]).map((each, index) => {
    const at = `${what}[${index}]`;
    if (typeof each === 'number') return [id(construct, at, each), each] as const;
    if (!Array.isArray(each) || each.length !== 2) throw new ConstructError(construct, `${at} must be an id, or first and last id, got ${got(each)}`);
    const [first, last] = [id(construct, `the first id of ${at}`, each[0] as number), id(construct, `the last id of ${at}`, each[1] as number)];
    if (first > last && !open(first) && !open(last)) {
      throw new ConstructError(construct, `${at} is turned round, got ${first} to ${last}; did you mean [${last}, ${first}]?`);
    }
    return [first, last] as const;
  });
  ranges.forEach(([first, last], index) => {
    const other = ranges.slice(0, index).find((each) => ![first, last, ...each].some(open) && each[0] <= last && first <= each[1]);
    if (other !== undefined) throw new ConstructError(construct, `${what} overlap, got ${text(other)} and ${text([first, last])}; name each id once`);
  });
  return ranges.map(text);
}

function id(construct: Construct, what: string, value: number): number {
  return checkWhole(construct, what, value, { low: 0, high: LARGEST });
}

function open(value: number): boolean {
  return Token.isUnresolved(value);
}

function text([first, last]: readonly [number, number]): string {
  const [from, to] = [first, last].map((each) => (open(each) ? Token.asString(each) : String(each)));
  return first === last ? from! : `${from}-${to}`;
}
