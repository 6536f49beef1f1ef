import { Document, Scalar } from 'yaml';
import { CliError, ExitCode } from '../../errors.ts';
import { buildJson, type JsonBuilder, mapsAndArrays } from '../../lib/json/build.ts';
import { RawJson } from '../../lib/json/raw.ts';
import { decodeString, writeObject } from '../../lib/json/slices.ts';
import { isUnsafe, visibleInQuotes } from '../../lib/text/visible.ts';
import { pickFields, readPage } from '../page.ts';
import type { Renderer, RenderInput } from './renderer.ts';

/**
 * The body as YAML, numbers as the server wrote them. Pages become one document, the same as in JSON: the items of all
 * pages and, at the end, how many they are.
 */
export const yaml: Renderer = async function* (job) {
  if (job.paged) return yield* onePage(job);
  for await (const body of job.bodies) yield written(pickFields(body, job.view, job.picker), job);
};

/** Every page is written as if it were alone, and leaves out the list's name if that is there already. */
async function* onePage(job: RenderInput): AsyncGenerator<string> {
  const member = job.view.items;
  const list = (texts: readonly string[]) => {
    const array = `[${texts.join(',')}]`;
    return written(member === undefined ? array : writeObject([[member, array]]), job);
  };
  let count = 0;
  for await (const body of job.bodies) {
    const { rows } = readPage(body, job.view);
    if (rows.length === 0) continue;
    const text = list(rows.map((row) => job.picker?.pick(row) ?? row));
    yield count === 0 || member === undefined ? text : text.slice(text.indexOf('\n') + 1);
    count += rows.length;
    job.counted(rows.length);
  }
  if (count === 0) yield list([]);
  if (member !== undefined) yield `total: ${count}\n`;
}

function written(body: string, { terminal }: RenderInput): string {
  const text = document(body, terminal !== undefined);
  return terminal ? visibleYaml(text) : text;
}

type Value = RawJson | Scalar | string | boolean | null | Value[] | Map<string, Value>;

/** A number that is written as it stands. */
const exactNumber = {
  tag: 'tag:yaml.org,2002:float',
  default: true,
  identify: (value: unknown) => value instanceof RawJson,
  resolve: (text: string) => text,
  stringify: ({ value }: { value: unknown }) => (value as RawJson).text,
};

function document(body: string, quoteUnsafe: boolean): string {
  try {
    const value = buildJson<Value>(body, builder(quoteUnsafe));
    return new Document(value, { customTags: [exactNumber] }).toString({ lineWidth: 0 });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new CliError(ExitCode.failure, 'the answer is nested too deeply for YAML', { hint: 'use --json' });
  }
}

function builder(quoteUnsafe: boolean): JsonBuilder<Value> {
  return {
    ...mapsAndArrays,
    scalar(token, text) {
      if (token === 'number') return new RawJson(text);
      if (token !== 'string') return JSON.parse(text);
      const value = decodeString(text);
      return quoteUnsafe && isUnsafe(value) ? quotedScalar(value) : value;
    },
  };
}

/** In double quotes, where escapes mean what they mean in JSON. */
function quotedScalar(value: string): Scalar {
  const scalar = new Scalar(value);
  scalar.type = Scalar.QUOTE_DOUBLE;
  return scalar;
}

/** What the quotes hold is escaped already, but for characters that YAML itself takes as printable. */
function visibleYaml(text: string): string {
  return text.split('\n').map(visibleInQuotes).join('\n');
}
