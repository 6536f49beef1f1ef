import { isExact } from '../../lib/json/exact.ts';
import { RawJson } from '../../lib/json/raw.ts';

/** A result would be wrong, since a double doesn't hold a number that it depends on. */
export class InexactError extends Error {
  /** @param number that number, as it was written */
  constructor(number: string) {
    super(`a double does not hold ${number}`);
    this.number = number;
  }

  readonly number: string;
}

/** @throws InexactError where a double would change the number */
function doubleOf({ text }: RawJson): number {
  if (!isExact(text)) throw new InexactError(text);
  return Number(text);
}

export const numberOf = (value: number) => new RawJson(JSON.stringify(value));

/**
 * Adds up in doubles, as JMESPath does everywhere.
 * @throws InexactError where digits of the whole part would be lost
 */
export function sum(numbers: readonly RawJson[]): number {
  const doubles = numbers.map(doubleOf);
  const total = doubles.reduce((before, double) => before + double, 0);
  const reached = doubles.reduce((before, double) => before + Math.abs(double), 0);
  if (reached > Number.MAX_SAFE_INTEGER && !isWholeSum(doubles, total)) {
    throw new InexactError('their sum');
  }
  return total;
}

function isWholeSum(doubles: readonly number[], total: number): boolean {
  if (!Number.isFinite(total) || !doubles.every(Number.isInteger)) return false;
  return doubles.reduce((before, double) => before + BigInt(double), 0n) === BigInt(total);
}

/** Null where there are none. */
export const mean = (numbers: readonly RawJson[]) =>
  numbers.length === 0 ? null : numberOf(sum(numbers) / numbers.length);

/** Rounds up or down; a number that is written whole stays as it is. */
export const rounded = (number: RawJson, round: (double: number) => number) =>
  /^-?\d+$/.test(number.text) ? number : numberOf(round(doubleOf(number)));
