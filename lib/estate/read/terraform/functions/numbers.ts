import type { Evaluated } from '../values/evaluated';
import { elementsOf, toNumber } from '../values/convert';
import { add } from '../values/numbers';

/** Terraform refuses a longer range. */
const LONGEST_RANGE = 1024;

export const NUMBER_FUNCTIONS = {
  abs: ([x]: readonly Evaluated[]) => single(x, Math.abs),
  ceil: ([x]: readonly Evaluated[]) => single(x, Math.ceil),
  floor: ([x]: readonly Evaluated[]) => single(x, Math.floor),
  signum: ([x]: readonly Evaluated[]) => single(x, (number) => (Number.isInteger(number) ? Math.sign(number) : undefined)),
  max: (given: readonly Evaluated[]) => extreme(given, Math.max),
  min: (given: readonly Evaluated[]) => extreme(given, Math.min),
  pow: ([base, exponent]: readonly Evaluated[]) => power(toNumber(base ?? null), toNumber(exponent ?? null)),
  sum: ([list]: readonly Evaluated[]) => sum(list),
  range,
};

function single(x: Evaluated | undefined, compute: (number: number) => number | undefined): number | undefined {
  const number = toNumber(x ?? null);
  const result = number === undefined ? undefined : compute(number);
  return result === undefined ? undefined : result + 0; // not minus zero
}

function extreme(given: readonly Evaluated[], choose: (...numbers: number[]) => number): number | undefined {
  const numbers = allNumbers(given);
  return numbers && numbers.length > 0 ? choose(...numbers) : undefined;
}

function power(base: number | undefined, exponent: number | undefined): number | undefined {
  if (base === undefined || exponent === undefined || !Number.isSafeInteger(base) || !Number.isInteger(exponent)) return undefined;
  if (exponent < 0 || exponent > 53) return undefined;
  const result = Number(BigInt(base) ** BigInt(exponent));
  return Number.isSafeInteger(result) ? result : undefined;
}

function sum(list: Evaluated | undefined): number | undefined {
  const elements = elementsOf(list ?? null);
  const numbers = elements && allNumbers(elements);
  if (!numbers || numbers.length === 0) return undefined;
  return numbers.slice(1).reduce<number | undefined>((total, number) => (total === undefined ? undefined : add(total, number)), numbers[0]);
}

function range(given: readonly Evaluated[]): Evaluated | undefined {
  const numbers = allNumbers(given);
  if (!numbers || numbers.length < 1 || numbers.length > 3 || !numbers.every(Number.isSafeInteger)) return undefined;
  const [start, end] = numbers.length === 1 ? [0, numbers[0]!] : [numbers[0]!, numbers[1]!];
  const step = numbers[2] ?? (start <= end ? 1 : -1);
  if (step === 0 || (numbers.length === 3 && Math.sign(end - start) === -Math.sign(step))) return undefined;
  const items: number[] = [];
  for (let at = start; step > 0 ? at < end : at > end; at += step) {
    if (items.length === LONGEST_RANGE) return undefined;
    items.push(at);
  }
  return items;
}

function allNumbers(given: readonly Evaluated[]): number[] | undefined {
  const numbers = given.map(toNumber);
  return numbers.includes(undefined) ? undefined : (numbers as number[]);
}
