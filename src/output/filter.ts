import { CliError, ExitCode, usageError } from '../errors.ts';
import { buildJson, type JsonBuilder } from '../json/build.ts';
import { isExact } from '../json/exact.ts';
import { decodeString } from '../json/slices.ts';

/** Applies `--filter` to a body: JSON text in, JSON text out. */
export type Filter = (body: string) => string;

/**
 * Reads a JMESPath expression. Inside it numbers are doubles. Objects and arrays that pass through unchanged keep
 * their text, and so do numbers that a double can't hold. To find out where the digits of such a number matter, the
 * expression is evaluated a second time with a neighbour in its place: where the two outcomes differ, it refuses.
 * @throws CliError exit 2 where the expression can't be read; the filter throws CliError exit 1
 */
export async function createFilter(expression: string): Promise<Filter> {
  const { default: jmespath } = await import('jmespath');
  try {
    jmespath.compile(expression);
  } catch (error) {
    throw usageError(
      `--filter is no JMESPath: ${messageOf(error)}`,
      'see https://jmespath.org/examples.html',
    );
  }
  return (body) => {
    const sources: Sources = new Map();
    const inexact = new Map<string, InexactNumber>();
    const numbers = (text: string) => {
      if (!isExact(text)) inexact.set(text, new InexactNumber(text));
      return Number(text);
    };
    const marks = (text: string) => inexact.get(text) ?? Number(text);
    try {
      const result = jmespath.search(buildJson(body, builder(sources, numbers)), expression);
      if (inexact.size === 0) return agreedText(result, result, sources);
      const control = jmespath.search(buildJson(body, builder(sources, marks)), expression);
      return agreedText(result, control, sources);
    } catch (error) {
      if (!(error instanceof Disagreement)) {
        throw new CliError(ExitCode.failure, `--filter failed: ${messageOf(error)}`, { cause: error });
      }
      const [number = 'a number of more than 300 digits'] = inexact.keys();
      throw new CliError(
        ExitCode.failure,
        `--filter computes or compares with numbers that it can't hold exactly, such as ${number}`,
        {
          hint: 'inside --filter numbers are doubles; print it with --json and compute elsewhere',
        },
      );
    }
  };
}

/** The text of each array and object of a body. */
type Sources = Map<unknown, string>;

/** Stands for a number that a double can't hold; who looks at its value gets the next double instead. */
class InexactNumber extends Number {
  readonly text: string;

  constructor(text: string) {
    super(text);
    this.text = text;
  }

  [Symbol.toPrimitive](): number {
    const value = Number(this.text);
    if (!Number.isFinite(value)) return Math.sign(value) * Number.MAX_VALUE;
    const next = value * (1 + Number.EPSILON);
    return next === value ? value + Number.MIN_VALUE : next;
  }
}

/** The library asks its objects for `hasOwnProperty`; anything more they inherit would look like data to it. */
const inherited = Object.create(null, {
  hasOwnProperty: { value: Object.prototype.hasOwnProperty, writable: true },
});

function builder(sources: Sources, number: (text: string) => unknown): JsonBuilder<unknown> {
  return {
    object: () => Object.create(inherited),
    array: () => [],
    add(container, key, value) {
      if (key === undefined) (container as unknown[]).push(value);
      else (container as Record<string, unknown>)[key] = value;
    },
    scalar(token, text) {
      if (token === 'number') return number(text);
      return token === 'string' ? decodeString(text) : JSON.parse(text);
    },
    close: (container, text) => sources.set(container, text),
  };
}

/** The two evaluations differ. */
class Disagreement extends Error {}

/** The text of an outcome on which both evaluations agree. */
function agreedText(result: unknown, control: unknown, sources: Sources): string {
  const source = sources.get(result);
  if (source !== undefined) return agree(sources.get(control) === source, source);
  if (control instanceof InexactNumber) return agree(Object.is(result, Number(control.text)), control.text);
  if (Array.isArray(result) && Array.isArray(control)) {
    const items = result.map((item, index) => agreedText(item, control[index], sources));
    return agree(result.length === control.length, `[${items.join(',')}]`);
  }
  if (isRecord(result) && isRecord(control)) {
    const members = Object.entries(result).map(
      ([key, value]) => `${JSON.stringify(key)}:${agreedText(value, control[key], sources)}`,
    );
    return agree(Object.keys(control).length === members.length, `{${members.join(',')}}`);
  }
  const isHuge = typeof result === 'number' && Math.abs(result) === Number.POSITIVE_INFINITY;
  return agree(Object.is(result, control) && !isHuge, JSON.stringify(result) ?? 'null');
}

function agree(holds: boolean, text: string): string {
  if (!holds) throw new Disagreement();
  return text;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));
