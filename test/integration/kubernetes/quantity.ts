/** A Kubernetes quantity as a fraction of 10^-9, the least that the API server keeps; it rounds up. Undefined where it is none. */
export function nanos(quantity: string | number): bigint | undefined {
  const match = /^([+-]?)(\d+\.?\d*|\.\d+)(?:([eE][+-]?\d+)|([numkMGTPE]|[KMGTPE]i)?)$/.exec(String(quantity));
  if (!match) return undefined;
  const [, sign, digits, exponent, suffix = ''] = match as unknown as [string, string, string, string | undefined, string | undefined];
  const [whole, fraction = ''] = digits.split('.') as [string, string | undefined];
  const [base, power] = exponent === undefined ? SUFFIXES[suffix]! : [10n, Number(exponent.slice(1))];
  const scale = 9 - fraction.length;
  const factor = base === 10n ? scale + power : scale;
  const mantissa = BigInt(whole + fraction) * (base === 10n ? 1n : base ** BigInt(power));
  const value = factor >= 0 ? mantissa * 10n ** BigInt(factor) : ceiled(mantissa, 10n ** BigInt(-factor));
  return sign === '-' ? -value : value;
}

function ceiled(value: bigint, by: bigint): bigint {
  return (value + by - 1n) / by;
}

const SUFFIXES: Readonly<Record<string, readonly [bigint, number]>> = {
  n: [10n, -9],
  u: [10n, -6],
  m: [10n, -3],
  '': [10n, 0],
  k: [10n, 3],
  M: [10n, 6],
  G: [10n, 9],
  T: [10n, 12],
  P: [10n, 15],
  E: [10n, 18],
  Ki: [1024n, 1],
  Mi: [1024n, 2],
  Gi: [1024n, 3],
  Ti: [1024n, 4],
  Pi: [1024n, 5],
  Ei: [1024n, 6],
};
