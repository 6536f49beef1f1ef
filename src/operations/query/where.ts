/**
 * The grammar of `--where`: one condition, `attribute operator values`. typing.ts decides
 * whether values are numbers or text.
 */
import { attributeName, type Condition, type Operator, type Value } from './condition.ts';
import { Reader } from './reader.ts';

const symbol = /!=|>=|<=|\^=|\$=|[=><~]/y;
const word = /[\p{L}\p{N}_]+/uy;
/** A day with a time of day needs no quotes, although it has spaces: `yesterday 18:00`, `2024-03-01 10:00 local`. */
const bareValue =
  /(?:today|yesterday|tomorrow|\d{4}-\d\d-\d\d) +\d{1,2}:\d\d[^\s,]*(?: (?:UTC|Z|local|[+-]\d\d:?\d\d)(?![^\s,]))?|[^\s,]+/iy;
const quotedValue = /'[^'\\]*(?:\\.[^'\\]*)*'|"[^"\\]*(?:\\.[^"\\]*)*"/sy;

/**
 * Parses one condition, such as `price >= 10`, `size in S, M` or `title search red shirt`.
 * @throws CliError exit 2 with the expression and a caret under the wrong character
 */
export function parseWhere(expression: string): Condition {
  const reader = new Reader(expression);
  const attribute = reader.take(attributeName);
  if (attribute === undefined)
    throw reader.refuse('expected the name of an attribute', "write it as 'price > 10'");
  const operator = readOperator(reader);
  const values = readValues(reader, operator);
  if (!reader.isAtEnd) throw refuseRest(reader);
  return { attribute, operator, values, expression };
}

function readOperator(reader: Reader): Operator {
  const sign = reader.take(symbol);
  if (sign !== undefined) return sign as Operator;
  for (const keyword of ['in', 'between', 'search'] as const) if (takeWord(reader, keyword)) return keyword;
  if (takeWord(reader, 'is')) {
    const negated = takeWord(reader, 'not');
    if (takeWord(reader, 'null')) return negated ? 'is not null' : 'is null';
    throw reader.refuse(negated ? 'expected null' : 'expected null or not null');
  }
  throw reader.refuse(
    'expected one of = != > >= < <= ~ (contains) ^= (starts with) $= (ends with), is null, is not null, in, between, search',
    reader.isAtEnd ? "the whole condition goes in quotes: --where 'price > 10'" : undefined,
  );
}

function takeWord(reader: Reader, keyword: string): boolean {
  if (reader.peek(word)?.toLowerCase() !== keyword) return false;
  reader.take(word);
  return true;
}

function readValues(reader: Reader, operator: Operator): Value[] {
  switch (operator) {
    case 'is null':
    case 'is not null':
      return [];
    case 'search':
      return [readSearch(reader)];
    case 'between': {
      const from = readValue(reader);
      if (!takeWord(reader, 'and')) throw reader.refuse('expected and', 'write it as between 1 and 5');
      return [from, readValue(reader)];
    }
    case 'in': {
      const values = [readValue(reader)];
      while (reader.take(/,/y)) values.push(readValue(reader));
      return values;
    }
    default:
      return [readValue(reader)];
  }
}

function readValue(reader: Reader): Value {
  const { at, next } = reader;
  if (isQuote(next)) return { text: readQuoted(reader), isText: true, at };
  if (/[=<>!~([{]/.test(next))
    throw reader.refuse(`expected a value; one that begins with ${next} needs quotes`);
  const text = reader.take(bareValue);
  if (text === undefined) throw reader.refuse('expected a value', "an empty text is written ''");
  if (text === 'null' || text === 'NULL') {
    const hint = "write is null, is not null, or the text in quotes: 'null'";
    throw reader.refuse(`${text} is not a value`, hint, at);
  }
  return { text, isText: false, at };
}

/** Takes everything to the end, so that several words need no quotes. */
function readSearch(reader: Reader): Value {
  const { at, next } = reader;
  if (isQuote(next)) return { text: readQuoted(reader), isText: true, at };
  const text = reader.take(/\S+(?:\s+\S+)*/y);
  if (text === undefined) throw reader.refuse('expected the words to search for');
  return { text, isText: true, at };
}

function isQuote(character: string): boolean {
  return character === "'" || character === '"';
}

const escapes: Readonly<Record<string, string>> = {
  n: '\n',
  r: '\r',
  t: '\t',
  '\\': '\\',
  "'": "'",
  '"': '"',
};

function readQuoted(reader: Reader): string {
  const { at, next } = reader;
  const quoted = reader.take(quotedValue);
  if (quoted === undefined) throw reader.refuse(`this ${next} is not closed`);
  return quoted.slice(1, -1).replace(/\\(.)/gsu, (_, character: string, index: number) => {
    const meant = escapes[character];
    if (meant !== undefined) return meant;
    const hint = 'a backslash is written \\\\; \\n, \\r, \\t, \\\' and \\" are known';
    throw reader.refuse(`\\${character} is not an escape`, hint, at + 1 + index);
  });
}

function refuseRest(reader: Reader) {
  const refuse = (hint: string) => reader.refuse('expected the end of the condition', hint);
  if (reader.next === ',')
    return refuse('a value with a comma needs quotes; for any of several write: in a,b');
  switch (reader.peek(word)?.toLowerCase()) {
    case 'and':
      return refuse('give --where once for each condition; all of them must hold');
    case 'or':
      return refuse('write in a,b for any of several values; --queries takes {"method":"or","values":[…]}');
    default:
      return refuse('a value with spaces needs quotes');
  }
}
