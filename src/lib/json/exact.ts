/**
 * Whether a double keeps the value of a JSON number: printing it again gives the same number, though perhaps in
 * another notation (`1.0`, `1e2`).
 */
export function isExact(text: string): boolean {
  const printed = String(Number(text));
  return printed === text || (Number.isFinite(Number(text)) && compareDecimals(printed, text) === 0);
}

/**
 * Compares the values of two JSON numbers, exactly, however many digits they have.
 * @returns below zero where the first is less, above zero where it is greater, zero where they are the same number
 */
export function compareNumbers(first: string, second: string): number {
  if (first === second) return 0;
  // Rounding keeps the order: only numbers that share a double need their digits.
  const [one, other] = [Number(first), Number(second)];
  if (one !== other) return one < other ? -1 : 1;
  return compareDecimals(first, second);
}

/** A number taken apart: 0.`digits` times ten to the power of `magnitude`. Zero has no digits. */
interface Decimal {
  readonly sign: -1 | 0 | 1;
  readonly digits: string;
  readonly magnitude: bigint;
}

function compareDecimals(first: string, second: string): number {
  const [one, other] = [decimalOf(first), decimalOf(second)];
  if (one.sign !== other.sign || one.sign === 0) return one.sign - other.sign;
  const [less, more] = one.sign > 0 ? [one, other] : [other, one];
  return order(less.magnitude, more.magnitude) || order(less.digits, more.digits);
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
