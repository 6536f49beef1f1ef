import { isExact } from '../../lib/json/exact.ts';
import { RawJson } from '../../lib/json/raw.ts';

/** A double can't hold a number that the result depends on, so the result would be wrong. */
export class InexactError extends Error {
  /** @param number the digits of that number */
  constructor(number: string) {
    super(`a double does not hold ${number}`);
    this.number = number;
  }

  readonly number: string;
}

/** @throws InexactError if a double would change the number */
function doubleOf({ text }: RawJson): number {
  if (!isExact(text)) throw new InexactError(text);
  return Number(text);
}

export const numberOf = (value: number) => new RawJson(JSON.stringify(value));

/**
 * Adds up in doubles, like every implementation of JMESPath.
 * @throws InexactError if digits of the integer part would be lost
 */
export function sum(numbers: readonly RawJson[]): number {
  const doubles = numbers.map(doubleOf);
  const total = doubles.reduce((before, double) => before + double, 0);
  const magnitude = doubles.reduce((before, double) => before + Math.abs(double), 0);
  if (magnitude > Number.MAX_SAFE_INTEGER && !isWholeSum(doubles, total)) {
    throw new InexactError('their sum');
  }
  return total;
}

function isWholeSum(doubles: readonly number[], total: number): boolean {
  if (!Number.isFinite(total) || !doubles.every(Number.isInteger)) return false;
  return doubles.reduce((before, double) => before + BigInt(double), 0n) === BigInt(total);
}

/** Returns the mean, or null for an empty list. */
export const mean = (numbers: readonly RawJson[]) =>
  numbers.length === 0 ? null : numberOf(sum(numbers) / numbers.length);

/** Rounds up or down; a number without a fraction keeps its text. */
export const rounded = (number: RawJson, round: (double: number) => number) =>
  /^-?\d+$/.test(number.text) ? number : numberOf(round(doubleOf(number)));
