import { Token } from 'cdktf';
import { got } from '../../check';
import { ConstructError } from '../../construct-error';

/** A port, a range of them as `[first, last]`, or either as a text, such as `443` or `8000-8099`. */
export type Ports = number | readonly [first: number, last: number] | string;

/** How many values NSX takes in one set of ports; a range counts as two (its API, `L4PortSetServiceEntry`). */
const MOST_VALUES = 15;

const LAST_PORT = 65535;

/** One port, as NSX takes it. */
export function checkPort(what: string, value: number | string): string {
  const [text] = checkPorts(what, [value]);
  if (Token.isUnresolved(text) || !text!.includes('-')) return text!;
  throw new ConstructError(undefined, `${what} must be a single port, got the range ${text}`);
}

/** Ports as NSX takes them, each once. */
export function checkPorts(what: string, values: readonly Ports[]): string[] {
  if (!Array.isArray(values)) {
    throw new ConstructError(undefined, `${what} must be a list of ports, got ${got(values)}; write \`[443]\`, also around a single one`);
  }
  return [...new Set((values as readonly Ports[]).map((each, index) => portText(`${what}[${index}]`, each)))];
}

/** Sets of ports that NSX takes, which together are the one given. */
export function portSets(ports: readonly string[]): string[][] {
  const sets: string[][] = [[]];
  let room = MOST_VALUES;
  for (const each of ports) {
    const values = Token.isUnresolved(each) || each.includes('-') ? 2 : 1; // a token may be a range
    if (values > room) {
      sets.push([]);
      room = MOST_VALUES;
    }
    sets.at(-1)!.push(each);
    room -= values;
  }
  return sets;
}

function portText(what: string, value: Ports): string {
  if (Array.isArray(value) ? value.some((each) => Token.isUnresolved(each)) : Token.isUnresolved(value)) {
    return [value]
      .flat()
      .map((each) => Token.asString(each))
      .join('-');
  }
  const [first, last, ...rest] = typeof value === 'string' ? value.split('-').map(toNumber) : [value].flat();
  if (rest.length > 0 || !isPort(first) || (last !== undefined && !isPort(last))) {
    throw new ConstructError(
      undefined,
      `${what} must be a port from 0 to ${LAST_PORT} or a range of them, got ${got(value)}; give one such as 443, [8000, 8099] or '8000-8099'`,
    );
  }
  if (last === undefined || last === first) return String(first);
  if (last > first) return `${first}-${last}`;
  throw new ConstructError(undefined, `${what} must not end before it starts, got ${first}-${last}; write ${last}-${first}`);
}

function toNumber(text: string): number {
  return /^\s*\d{1,5}\s*$/.test(text) ? Number(text) : NaN;
}

function isPort(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= LAST_PORT;
}
