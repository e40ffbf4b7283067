/**
 * Terraform computes with 512 bits where JavaScript has 53. A result is given here only where both agree to the last
 * digit: whole numbers that are safe, and fractions of few binary digits, such as 0.5 or 2.75. A decimal such as 0.1,
 * which neither holds exactly, may be passed on and compared but not computed with.
 */
const FRACTION = 64; // six binary digits, so at most six decimal ones beside ten whole ones: all distinct in 53 bits
const LARGEST_FRACTION = 2 ** 33;

/** Whether a number has the very value its shortest decimal form denotes. */
export function isExact(x: number): boolean {
  return (Number.isSafeInteger(x) || (Math.abs(x) <= LARGEST_FRACTION && Number.isInteger(x * FRACTION))) && !Object.is(x, -0);
}

export function add(a: number, b: number): number | undefined {
  return isExact(a) && isExact(b) ? exact(a + b) : undefined;
}

export function subtract(a: number, b: number): number | undefined {
  return isExact(a) && isExact(b) ? exact(a - b) : undefined;
}

export function multiply(a: number, b: number): number | undefined {
  if (!isExact(a) || !isExact(b)) return undefined;
  if (Number.isInteger(a) && Number.isInteger(b)) return exact(a * b);
  const product = a * FRACTION * (b * FRACTION);
  return Number.isSafeInteger(product) ? exact(product / FRACTION / FRACTION) : undefined;
}

export function divide(a: number, b: number): number | undefined {
  if (!isExact(a) || !isExact(b) || b === 0) return undefined;
  const quotient = a / b;
  return isExact(quotient) && multiply(quotient, b) === a ? quotient : undefined;
}

/** The remainder of a division that is rounded towards zero. */
export function remainder(a: number, b: number): number | undefined {
  return Number.isSafeInteger(a) && Number.isSafeInteger(b) && b !== 0 ? exact((a % b) + 0) : undefined;
}

/** Terraform tells zero from minus zero, and prints it; JavaScript's JSON does not. */
export function negate(a: number): number | undefined {
  return isExact(a) && a !== 0 ? -a : undefined;
}

function exact(x: number): number | undefined {
  return isExact(x) ? x : undefined;
}

/** A number as Terraform writes it into a text: never with an exponent. */
export function numberText(x: number): string {
  const text = String(x);
  const match = /^(-?)(\d+)(?:\.(\d+))?e([+-]\d+)$/.exec(text);
  if (!match) return text;
  const [, sign, whole, fraction = '', exponent] = match;
  const digits = whole! + fraction;
  const point = whole!.length + Number(exponent);
  if (point <= 0) return `${sign}0.${'0'.repeat(-point)}${digits}`;
  return sign + digits.padEnd(point, '0');
}

/** The number that a text stands for, where JavaScript has just that number. */
export function parseDecimal(text: string): number | undefined {
  return isPlainDecimal(text) ? Number(text) : undefined;
}

/** Whether a text is a decimal number that survives the way into a double and back. */
export function isPlainDecimal(text: string): boolean {
  if (!/^-?(?:0|[1-9]\d*)(?:\.\d+)?$/.test(text)) return false;
  const canonical = text.includes('.') ? text.replace(/\.?0+$/, '') : text;
  return canonical !== '-0' && numberText(Number(text)) === canonical;
}
