/** Arrays whose items are not text: objects, whole numbers, coordinates. Loaded only for these. */
import type { Param } from '../api/schema.ts';
import { usageError } from '../errors.ts';
import { RawJson } from '../lib/json/raw.ts';
import { items, kindOf } from '../lib/json/slices.ts';
import { wholeNumber } from '../lib/text/numbers.ts';
import { validJson } from './object.ts';
import type { TextSources } from './sources.ts';

/**
 * Reads an array of objects: each word is an object or an array of some, as JSON, `@file`, or `-` for stdin. Numbers keep
 * their digits.
 * @throws CliError exit 2 naming the flag
 */
export async function readObjects(
  { flag, maxItems }: Param,
  words: readonly string[],
  sources: TextSources,
): Promise<RawJson> {
  const objects: string[] = [];
  for (const word of words) {
    const json = await jsonOf(flag, word, sources);
    objects.push(...(kindOf(json) === 'array' ? items(json) : [json]));
  }
  if (objects.some((json) => kindOf(json) !== 'object')) {
    throw usageError(
      `${flag} takes JSON objects, or an array of them`,
      `write them as '[{"key":"value"}]', @file.json, or -`,
    );
  }
  if (maxItems !== undefined && objects.length > maxItems) {
    throw usageError(`${flag} takes at most ${maxItems} objects, not ${objects.length}`);
  }
  return arrayOf(objects);
}

/**
 * Reads an array of whole numbers, one a word.
 * @throws CliError exit 2 naming the flag
 */
export function readIntegers({ flag }: Param, words: readonly string[]): RawJson {
  return arrayOf(
    words.map((word) => {
      const digits = wholeNumber(word);
      if (digits !== undefined) return digits;
      throw usageError(`${flag} takes whole numbers, not "${word.slice(0, 60)}"`);
    }),
  );
}

/**
 * Reads an array that is one value, such as the coordinates of a place.
 * @throws CliError exit 2 naming the flag
 */
export async function readArray(
  { flag }: Param,
  words: readonly string[],
  sources: TextSources,
): Promise<RawJson> {
  const json = words.length === 1 ? await jsonOf(flag, words[0]!, sources) : '';
  if (json !== '' && kindOf(json) === 'array') return new RawJson(json);
  throw usageError(`${flag} takes one JSON array`, `write it as ${flag} '[1.5,2]', @file.json, or -`);
}

async function jsonOf(flag: string, word: string, sources: TextSources): Promise<string> {
  const text = word === '-' ? await sources.stdin(flag) : word;
  return validJson(flag, word.startsWith('@') ? await sources.file(flag, word.slice(1)) : text).text;
}

const arrayOf = (texts: readonly string[]) => new RawJson(`[${texts.join(',')}]`);
