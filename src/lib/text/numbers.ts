/** Numbers as people write them, with all their digits. */

/** JSON's form, and beside it a leading `+`, and a fraction without a whole part. */
const numberForm = /^([+-]?)(0|[1-9]\d*|(?=\.\d))(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/;

/** True for a number in JSON's own form. */
export const isJsonNumber = (text: string): boolean => /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/.test(text);

/** More digits than any server's number has. */
const maxExponent = 999;

/**
 * Returns a number as JSON: `+5` is `5`, `.5` is `0.5`, and what is JSON already stays as it is.
 * @returns undefined for anything else, such as `007` or `1_000`, which may mean another number
 */
export function jsonNumber(text: string): string | undefined {
  if (!numberForm.test(text)) return undefined;
  return text.replace(/^\+/, '').replace(/^(-?)\./, '$10.');
}

/**
 * Returns the digits of a whole number, also of one that is written as a fraction or a power: `5.0` is `5`, `1e3` is
 * `1000`. Plain digits stay as they are, whatever their number.
 * @returns undefined for what is no number or not a whole one
 */
export function wholeNumber(text: string): string | undefined {
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = numberForm.exec(text) ?? [];
  if (whole + fraction === '') return undefined;
  const minus = sign === '-' ? '-' : '';
  if (fraction === '' && exponent === '0') return minus + whole;
  if (Math.abs(Number(exponent)) > maxExponent) return undefined;
  const digits = withPoint(whole + fraction, whole.length + Number(exponent));
  return digits === undefined || digits === '0' ? digits : minus + digits;
}

/**
 * Returns the whole number that digits are with a decimal point among them, before or after them; undefined if it has a
 * fraction.
 * @param at number of digits before the point
 */
function withPoint(digits: string, at: number): string | undefined {
  if (/[^0]/.test(digits.slice(Math.max(at, 0)))) return undefined;
  const whole = at <= digits.length ? digits.slice(0, Math.max(at, 0)) : digits.padEnd(at, '0');
  return whole.replace(/^0+(?=\d)/, '') || '0';
}
