/**
 * True if a double has the exact value of a JSON number. Printing the double then gives the same number, perhaps in
 * another notation (`1.0`, `1e2`).
 */
export function isExact(text: string): boolean {
  const printed = String(Number(text));
  return printed === text || (Number.isFinite(Number(text)) && compareDecimals(printed, text) === 0);
}

/** Numbers with a fraction or a negative exponent, in strings too. */
const fractions = /(?<!\d)\d+(?:\.\d+(?:e[+-]?\d+)?|e-\d+)/gi;

/** True if a JSON text may have a number with a fraction that no double holds, so that JSON.parse reads a whole number. */
export function hidesFractions(text: string): boolean {
  for (const [number] of text.matchAll(fractions))
    if (Number.isInteger(Number(number)) && !isExact(number)) return true;
  return false;
}

/**
 * Compares the values of two JSON numbers exactly, whatever their number of digits.
 * @returns a negative number if the first is less, a positive one if it is greater, 0 if they are equal
 */
export function compareNumbers(first: string, second: string): number {
  if (first === second) return 0;
  // Rounding is monotonic: only numbers with the same double need a comparison of digits.
  const [one, other] = [Number(first), Number(second)];
  if (one !== other) return one < other ? -1 : 1;
  return compareDecimals(first, second);
}

/** The number 0.`digits` × 10^`magnitude`. Zero has no digits. */
interface Decimal {
  readonly sign: -1 | 0 | 1;
  readonly digits: string;
  readonly magnitude: bigint;
}

function compareDecimals(first: string, second: string): number {
  const [one, other] = [decimalOf(first), decimalOf(second)];
  if (one.sign !== other.sign || one.sign === 0) return one.sign - other.sign;
  const [smaller, larger] = one.sign > 0 ? [one, other] : [other, one];
  return order(smaller.magnitude, larger.magnitude) || order(smaller.digits, larger.digits);
}

function order<T extends bigint | string>(first: T, second: T): -1 | 0 | 1 {
  if (first === second) return 0;
  return first < second ? -1 : 1;
}

function decimalOf(text: string): Decimal {
  const [, minus, whole = '', fraction = '', exponent = '0'] =
    /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]?\d+))?$/i.exec(text) ?? [];
  const digits = (whole + fraction).replace(/^0+/, '');
  const leadingZeros = whole.length + fraction.length - digits.length;
  const magnitude = BigInt(exponent) + BigInt(whole.length - leadingZeros);
  const sign = digits === '' ? 0 : minus === '-' ? -1 : 1;
  return { sign, digits: withoutTrailingZeros(digits), magnitude };
}

function withoutTrailingZeros(digits: string): string {
  let end = digits.length;
  while (digits[end - 1] === '0') end--;
  return digits.slice(0, end);
}
