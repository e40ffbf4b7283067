import { Token } from 'cdktf';
import type { Construct } from 'constructs';
import { Cidr } from '../../../units';
import { checkKinds } from '../../check';
import { ConstructError } from '../../construct-error';
import { IP_RANGE } from '../../kind';
import { checkAddress } from '../network/addresses';

/** Addresses from one to another, both included. */
export interface IpRange {
  /** First address, such as `10.20.0.10`. */
  readonly start: string;

  /** Last address, such as `10.20.0.99`. */
  readonly end: string;
}

/** Addresses that follow each other, known at synthesis. */
export interface Span {
  readonly version: 4 | 6;
  readonly first: bigint;
  readonly last: bigint;
  /** As the user wrote it. */
  readonly text: string;
}

type Subject = Construct | undefined;

export function spanOf(cidr: Cidr): Span {
  return { version: cidr.version, first: cidr.first, last: cidr.last, text: cidr.toString() };
}

/**
 * A range that goes from low to high.
 *
 * @returns undefined where an end is a token
 */
function checkRange(subject: Subject, what: string, range: IpRange): Span | undefined {
  const start = checkAddress(subject, `${what}.start`, range.start);
  const end = checkAddress(subject, `${what}.end`, range.end);
  if (Token.isUnresolved(start) || Token.isUnresolved(end)) return undefined;
  const [first, last] = [Cidr.addressOf(start), Cidr.addressOf(end)];
  if (first.version !== last.version) throw new ConstructError(subject, `${what} must stay within one family of addresses, got ${start} to ${end}`);
  if (first.value > last.value) throw new ConstructError(subject, `${what} goes from low to high, got ${start} to ${end}; turn it round`);
  return { version: first.version, first: first.value, last: last.value, text: `${start}-${end}` };
}

/** Several ranges. */
export function checkRanges(subject: Subject, what: string, ranges: Iterable<IpRange>): (Span | undefined)[] {
  return checkKinds(subject, what, ranges, IP_RANGE).map((range, index) => checkRange(subject, `${what}[${index}]`, range));
}

/** Ranges that share no address. Those with a token are left out of the comparison. */
export function checkApart(subject: Subject, what: string, spans: readonly (Span | undefined)[]): void {
  const known = inOrder(spans.filter((span) => span !== undefined));
  known.forEach((span, index) => {
    const before = known[index - 1];
    if (before === undefined || before.version !== span.version || before.last < span.first) return;
    throw new ConstructError(subject, `${what} must not overlap, got ${before.text} and ${span.text}; join them, or shorten one`);
  });
}

/** Whether every address of a span lies in one of the others, which may border on each other. */
export function isCovered(span: Span, by: readonly Span[]): boolean {
  let next = span.first;
  for (const other of inOrder(by)) {
    if (other.version !== span.version || other.last < next) continue;
    if (other.first > next) return false;
    next = other.last + 1n;
    if (next > span.last) return true;
  }
  return false;
}

export function contains(span: Span, address: string): boolean {
  const { version, value } = Cidr.addressOf(address);
  return version === span.version && span.first <= value && value <= span.last;
}

function inOrder(spans: readonly Span[]): Span[] {
  return [...spans].sort((a, b) => a.version - b.version || (a.first < b.first ? -1 : a.first > b.first ? 1 : 0));
}
