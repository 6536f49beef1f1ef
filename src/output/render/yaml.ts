import { Document, Scalar } from 'yaml';
import { CliError, ExitCode } from '../../errors.ts';
import { buildJson, type JsonBuilder, mapsAndArrays } from '../../lib/json/build.ts';
import { RawJson } from '../../lib/json/raw.ts';
import { decodeString, writeObject } from '../../lib/json/slices.ts';
import { isUnsafe, visibleInQuotes } from '../../lib/text/visible.ts';
import { pickFields, readPage } from '../page.ts';
import type { Renderer, RenderInput } from './renderer.ts';

/**
 * The body as YAML, with numbers as the server wrote them. Pages become one document as in JSON: the items of all pages
 * and, at the end, their count.
 */
export const yaml: Renderer = async function* (input) {
  if (input.paged) return yield* onePage(input);
  for await (const body of input.bodies) yield yamlText(pickFields(body, input.view, input.picker), input);
};

/** Renders every page as its own document, and drops the line with the list's name from all but the first. */
async function* onePage(input: RenderInput): AsyncGenerator<string> {
  const member = input.view.items;
  const list = (texts: readonly string[]) => {
    const array = `[${texts.join(',')}]`;
    return yamlText(member === undefined ? array : writeObject([[member, array]]), input);
  };
  let count = 0;
  for await (const body of input.bodies) {
    const { rows } = readPage(body, input.view);
    if (rows.length === 0) continue;
    const text = list(rows.map((row) => input.picker?.pick(row) ?? row));
    yield count === 0 || member === undefined ? text : text.slice(text.indexOf('\n') + 1);
    count += rows.length;
    input.counted(rows.length);
  }
  if (count === 0) yield list([]);
  if (member !== undefined) yield `total: ${count}\n`;
}

function yamlText(body: string, { terminal }: RenderInput): string {
  const text = document(body, terminal !== undefined);
  return terminal ? visibleYaml(text) : text;
}

type Value = RawJson | Scalar | string | boolean | null | Value[] | Map<string, Value>;

/** Writes a number with the server's own digits. */
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

/** Returns a scalar in double quotes, whose escapes are those of JSON. */
function quotedScalar(value: string): Scalar {
  const scalar = new Scalar(value);
  scalar.type = Scalar.QUOTE_DOUBLE;
  return scalar;
}

/** Escapes the characters that YAML counts as printable although they are not safe on a terminal. */
function visibleYaml(text: string): string {
  return text.split('\n').map(visibleInQuotes).join('\n');
}
