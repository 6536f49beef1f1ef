import { Document, Scalar } from 'yaml';
import { CliError, ExitCode } from '../../errors.ts';
import { buildJson, type JsonBuilder } from '../../json/build.ts';
import { RawJson } from '../../json/raw.ts';
import { decodeString } from '../../json/slices.ts';
import { isUnsafe, visibleInQuotes } from '../../text/visible.ts';
import { pickFields } from '../page.ts';
import type { Renderer } from './job.ts';

/** The body as YAML, numbers as the server wrote them; each page is a document of its own. */
export const yaml: Renderer = async function* (job) {
  let pages = 0;
  for await (const body of job.bodies) {
    const text = document(pickFields(body, job.view, job.picker), job.terminal !== undefined);
    yield `${pages++ === 0 ? '' : '---\n'}${job.terminal ? visibleYaml(text) : text}`;
  }
};

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
    throw new CliError(ExitCode.failure, 'the answer is nested too deep for YAML', { hint: 'use --json' });
  }
}

function builder(quoteUnsafe: boolean): JsonBuilder<Value> {
  return {
    object: () => new Map<string, Value>(),
    array: () => [],
    add(container, key, value) {
      if (key === undefined) (container as Value[]).push(value);
      else (container as Map<string, Value>).set(key, value);
    },
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
