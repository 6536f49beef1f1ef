import { Document, type DocumentOptions, Scalar, type ScalarTag, type SchemaOptions, type Tags } from 'yaml';
import { buildJson, exactScalar, type JsonBuilder, mapsAndArrays } from '../../lib/json/build.ts';
import { RawJson } from '../../lib/json/raw.ts';
import { writeObject } from '../../lib/json/slices.ts';
import { isUnsafe, visibleInQuotes } from '../../lib/text/visible.ts';
import { bodyText, pickFields, readPage } from '../page.ts';
import type { Renderer, RenderInput } from './renderer.ts';

/**
 * The body as YAML, with numbers as the server wrote them. Pages become one document as in JSON: the items of all pages
 * and, at the end, their count.
 */
export const yaml: Renderer = async function* (input) {
  if (input.paged) return yield* onePage(input);
  for await (const body of input.bodies)
    yield yamlText(pickFields(bodyText(body), input.view, input.picker), input);
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
  const text = document(body, terminal !== undefined).replace(everyUnprintable, escapeOf);
  return terminal ? text.split('\n').map(visibleInQuotes).join('\n') : text;
}

type Value = RawJson | string | boolean | null | Value[] | Map<string, Value>;

/** Writes a number with the server's own digits. */
const exactNumber: ScalarTag = {
  tag: 'tag:yaml.org,2002:float',
  default: true,
  identify: (value: unknown) => value instanceof RawJson,
  resolve: (text: string) => text,
  stringify: ({ value }) => (value as RawJson).text,
};

function document(body: string, forTerminal: boolean): string {
  const options: DocumentOptions & SchemaOptions = {
    customTags: (tags) => [
      exactNumber,
      ...tags.map((tag) => (isText(tag) ? quoting(tag, forTerminal) : tag)),
    ],
  };
  return new Document(buildJson<Value>(body, builder), options).toString({
    lineWidth: 0,
    doubleQuotedMinMultiLineLength: Number.POSITIVE_INFINITY,
  });
}

const builder: JsonBuilder<Value> = { ...mapsAndArrays, scalar: exactScalar };

const isText = (tag: Tags[number]): tag is ScalarTag =>
  typeof tag === 'object' && tag.tag === 'tag:yaml.org,2002:str';

/** Returns the library's tag for text, names of members included, with more quotes than the library would write. */
function quoting(tag: ScalarTag, forTerminal: boolean): ScalarTag {
  return {
    ...tag,
    stringify(item, ...rest) {
      const text = String(item.value);
      const quoted = isAmbiguous(text) || (forTerminal && isUnsafe(text));
      return tag.stringify!(quoted ? quotedScalar(text) : item, ...rest);
    },
  };
}

/** Returns a scalar in double quotes, whose escapes are those of JSON. */
function quotedScalar(value: string): Scalar {
  const scalar = new Scalar(value);
  scalar.type = Scalar.QUOTE_DOUBLE;
  return scalar;
}

/**
 * Words and signs with a meaning of their own in YAML 1.1 (https://yaml.org/type/), which PyYAML, libyaml and many
 * others read: booleans, nulls, floats without digits, the default value and the merge key.
 */
const words = /^(?:|~|null|y|n|yes|no|on|off|true|false|[-+]?\.inf|\.nan|=|<<)$/i;

/** Numbers of YAML 1.1 and 1.2 (also in octal, binary and with base 60), dates and times: all of digits and few signs. */
const numbers = /^[-+]?(?:\.?\d[\d_,.:eE+\-TtZz ]*|0[xob][\da-f_]+|\.?[_.]*e[-+]?\d+|\.[\d_]*)$/i;

/** Characters that only an escape can hold, or that YAML 1.1 takes for a line break: controls, U+FEFF and others. */
const unprintable = /[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\p{Surrogate}]/u;
const everyUnprintable = new RegExp(unprintable, 'gu');
const escapeOf = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** True for text that a reader of YAML 1.1 or 1.2 would not take for this text without quotes. */
function isAmbiguous(text: string): boolean {
  return words.test(text) || numbers.test(text) || /^:|\t/.test(text) || unprintable.test(text);
}
