import { shown } from './shown';
import { isToken, NO_TOKEN } from './token';

/**
 * An amount as Kubernetes writes it, exactly: a fraction in lowest terms, its denominator positive. The grammar is that of
 * `resource.Quantity`; unlike that, nothing is rounded to nanos or cut off at 2^63-1 until it is asked for.
 */
export interface Quantity {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

const DECIMAL: Readonly<Record<string, number>> = { n: -9, u: -6, m: -3, '': 0, k: 3, M: 6, G: 9, T: 12, P: 15, E: 18 };
const BINARY: Readonly<Record<string, number>> = { Ki: 10, Mi: 20, Gi: 30, Ti: 40, Pi: 50, Ei: 60 };
const SUFFIXES = 'm, k, M, G, T, P, E, Ki, Mi, Gi, Ti, Pi, Ei, or an exponent such as e3';

/** Far beyond what any amount has: 2^63-1, the largest of Kubernetes, is below e19, and its smallest step is e-9. */
const LARGEST_EXPONENT = 40;

export const Quantity = {
  /**
   * @param text such as `500m`, `1.5Gi`, `2`, `1e3`
   * @throws when it is no quantity, or a token
   */
  parse: (text: string): Quantity => {
    if (isToken(text)) throw new Error(`not a quantity: ${NO_TOKEN}, such as "500m"`);
    if (typeof text !== 'string') throw new Error(`not a quantity: ${shown(text)}, expected a text such as "500m" or "2Gi"`);
    const match = /^(?<sign>[+-]?)(?<whole>\d*)(?:\.(?<fraction>\d*))?(?<suffix>.*)$/s.exec(text);
    const { sign = '', whole = '', fraction = '', suffix = '' } = match?.groups ?? {};
    if (whole + fraction === '') throw new Error(`not a quantity: ${shown(text)} has no digits, expected one such as "500m" or "2Gi"`);
    const magnitude = fractionOf(BigInt(whole + fraction), 10n ** BigInt(fraction.length));
    const scaled = Quantity.times(magnitude, scaleOf(suffix, text));
    return sign === '-' ? { ...scaled, numerator: -scaled.numerator } : scaled;
  },

  /** Whether a text is a quantity. */
  isQuantity: (text: string): boolean => {
    try {
      Quantity.parse(text);
      return true;
    } catch {
      return false;
    }
  },

  /** A whole number of units: cores, bytes, pods. */
  of: (units: bigint | number): Quantity => ({ numerator: BigInt(units), denominator: 1n }),

  add: (a: Quantity, b: Quantity): Quantity => fractionOf(a.numerator * b.denominator + b.numerator * a.denominator, a.denominator * b.denominator),

  times: (a: Quantity, b: Quantity): Quantity => fractionOf(a.numerator * b.numerator, a.denominator * b.denominator),

  /** Below zero where `a` is less, above where it is more, zero where they are the same amount. */
  compare: (a: Quantity, b: Quantity): number => {
    const difference = a.numerator * b.denominator - b.numerator * a.denominator;
    return difference < 0n ? -1 : difference > 0n ? 1 : 0;
  },

  max: (a: Quantity, b: Quantity): Quantity => (Quantity.compare(a, b) < 0 ? b : a),

  /** Thousandths, rounded up as Kubernetes does: millicores of a request of CPU. */
  toMilli: ({ numerator, denominator }: Quantity): bigint => ceiling(numerator * 1000n, denominator),

  /** Whole units, rounded up as Kubernetes does: bytes of a request of memory. */
  toBytes: ({ numerator, denominator }: Quantity): bigint => ceiling(numerator, denominator),

  /**
   * With the largest suffix that leaves a whole number: `1500m`, `3Gi`. What is finer than a nano is rounded up to one, as Kubernetes
   * does.
   *
   * @param suffixes `binary` takes Ki, Mi ... where they divide the amount
   */
  format: (amount: Quantity, suffixes: 'decimal' | 'binary' = 'decimal'): string => {
    if (amount.numerator === 0n) return '0';
    if (suffixes === 'binary') {
      for (const [suffix, power] of Object.entries(BINARY).reverse()) {
        const unit = 2n ** BigInt(power);
        if (amount.denominator === 1n && amount.numerator % unit === 0n) return `${amount.numerator / unit}${suffix}`;
      }
    }
    const nanos = ceiling(amount.numerator * 10n ** 9n, amount.denominator);
    for (const [suffix, power] of Object.entries(DECIMAL).sort(([, a], [, b]) => b - a)) {
      const unit = 10n ** BigInt(power + 9);
      if (nanos % unit === 0n) return `${nanos / unit}${suffix}`;
    }
    return '0';
  },
} as const;

function scaleOf(suffix: string, text: string): Quantity {
  if (Object.hasOwn(DECIMAL, suffix)) return powerOf(10n, DECIMAL[suffix]!);
  if (Object.hasOwn(BINARY, suffix)) return powerOf(2n, BINARY[suffix]!);
  const exponent = /^[eE](?<exponent>[+-]?\d+)$/.exec(suffix)?.groups?.exponent;
  if (exponent === undefined) {
    const repair = REPAIRS.get(suffix) ?? (suffix.trim() !== suffix ? 'no spaces' : undefined);
    const meant = repair === undefined ? `expected none or one of ${SUFFIXES}` : `did you mean ${repair}?`;
    throw new Error(`not a quantity: ${shown(text)} ends in ${shown(suffix)}, ${meant}`);
  }
  if (!(Math.abs(Number(exponent)) <= LARGEST_EXPONENT)) {
    throw new Error(`not a quantity: ${shown(text)} has an exponent beyond ${LARGEST_EXPONENT}, and no amount of Kubernetes is beyond 2^63-1`);
  }
  return powerOf(10n, Number(exponent));
}

/** What people write who think of other units. */
const REPAIRS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    K: '"k" or "Ki"',
    ki: '"Ki"',
    mi: '"Mi"',
    gi: '"Gi"',
    g: '"G" or "Gi"',
    KB: '"k" or "Ki"',
    kB: '"k" or "Ki"',
    MB: '"M" or "Mi"',
    GB: '"G" or "Gi"',
    TB: '"T" or "Ti"',
    KiB: '"Ki"',
    MiB: '"Mi"',
    GiB: '"Gi"',
    TiB: '"Ti"',
  }),
);

function powerOf(base: bigint, power: number): Quantity {
  return power < 0 ? { numerator: 1n, denominator: base ** BigInt(-power) } : { numerator: base ** BigInt(power), denominator: 1n };
}

function fractionOf(numerator: bigint, denominator: bigint): Quantity {
  const divisor = gcd(numerator < 0n ? -numerator : numerator, denominator);
  return { numerator: numerator / divisor, denominator: denominator / divisor };
}

function gcd(a: bigint, b: bigint): bigint {
  while (b !== 0n) [a, b] = [b, a % b];
  return a;
}

/** The least whole number that is not less than a fraction; bigint division cuts off towards zero. */
function ceiling(numerator: bigint, denominator: bigint): bigint {
  const cut = numerator / denominator;
  return numerator > 0n && numerator % denominator !== 0n ? cut + 1n : cut;
}
