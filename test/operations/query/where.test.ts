import { describe, expect, it } from 'vitest';
import { CliError } from '../../../src/errors.ts';
import { type Condition, isAttributeName } from '../../../src/operations/query/condition.ts';
import { parseWhere } from '../../../src/operations/query/where.ts';
import { printWhere } from './print-where.ts';

/** A condition in short form: bare values, and quoted ones in double quotes. */
function short({ attribute, operator, values }: Condition): unknown[] {
  return [attribute, operator, ...values.map(({ text, isText }) => (isText ? `"${text}"` : text))];
}

describe('parseWhere', () => {
  it.each<[string, unknown[]]>([
    ['price = 10', ['price', '=', '10']],
    ['price=10', ['price', '=', '10']],
    ['  price  =  10  ', ['price', '=', '10']],
    ['price != 10', ['price', '!=', '10']],
    ['price!=10', ['price', '!=', '10']],
    ['price > 10', ['price', '>', '10']],
    ['price>=-1.5e3', ['price', '>=', '-1.5e3']],
    ['price < 10', ['price', '<', '10']],
    ['price<=10', ['price', '<=', '10']],
    ['title ~ shirt', ['title', '~', 'shirt']],
    ['title^=Sh', ['title', '^=', 'Sh']],
    ['title$=rt', ['title', '$=', 'rt']],
    ['title = ""', ['title', '=', '""']],
    ["title = 'it\\'s \\\\ \\\"so\\\"'", ['title', '=', '"it\'s \\ "so""']],
    ['title = "a\\n\\t\\r"', ['title', '=', '"a\n\t\r"']],
    ["title = '10'", ['title', '=', '"10"']],
    ["title = 'a, b'", ['title', '=', '"a, b"']],
    ["name = O'Brien", ['name', '=', "O'Brien"]],
    ['url = https://x/?a=b&c>d', ['url', '=', 'https://x/?a=b&c>d']],
    ['name = Ω–😀', ['name', '=', 'Ω–😀']],
    ['sold is null', ['sold', 'is null']],
    ['sold IS  Not\tNULL', ['sold', 'is not null']],
    ['size in S,M', ['size', 'in', 'S', 'M']],
    ['size In S , \'M, L\' ,"X"', ['size', 'in', 'S', '"M, L"', '"X"']],
    ['size in S', ['size', 'in', 'S']],
    ['price between 1 and 20', ['price', 'between', '1', '20']],
    ["day BETWEEN 'a and b'AND'c'", ['day', 'between', '"a and b"', '"c"']],
    ['word between and and and', ['word', 'between', 'and', 'and']],
    ['title search red  shirt, null', ['title', 'search', '"red  shirt, null"']],
    ['title search "red shirt" ', ['title', 'search', '"red shirt"']],
    ['$id = p1', ['$id', '=', 'p1']],
    ['$createdAt > 2024-01-31T10:00:00.000+00:00', ['$createdAt', '>', '2024-01-31T10:00:00.000+00:00']],
    ['author.$id=a1', ['author.$id', '=', 'a1']],
    ['author.name$=x', ['author.name', '$=', 'x']],
    ['is-on_2.x = true', ['is-on_2.x', '=', 'true']],
    ['in in in', ['in', 'in', 'in']],
    ['null = nullable', ['null', '=', 'nullable']],
  ])('parses %s', (expression, expected) => {
    expect(short(parseWhere(expression))).toEqual(expected);
  });
});

/** The problem, and the rest of the expression from the caret on. */
function refusal(expression: string): { problem: string; rest: string; hint: string | undefined } {
  try {
    parseWhere(expression);
  } catch (error) {
    expect(error).toBeInstanceOf(CliError);
    const { message, exitCode, hint, excerpt } = error as CliError;
    expect(exitCode).toBe(2);
    expect(message).not.toContain('\n');
    const [shown, caret] = excerpt!.split('\n') as [string, string];
    expect(caret).toMatch(/^ {2} *\^$/);
    return { problem: message, rest: [...shown].slice(caret.length - 1).join(''), hint };
  }
  throw new Error(`${expression} was read`);
}

describe('parseWhere with an invalid expression', () => {
  it.each([
    ['', 'the name of an attribute', ''],
    ['   ', 'the name of an attribute', ''],
    ['= 10', 'the name of an attribute', '= 10'],
    ['-price > 1', 'the name of an attribute', '-price > 1'],
    ['price', 'expected one of =', ''],
    ['price like x', 'expected one of =', 'like x'],
    ['price inside x', 'expected one of =', 'inside x'],
    ['price ! 10', 'expected one of =', '! 10'],
    ['price >', 'expected a value', ''],
    ['price == 10', 'one that begins with =', '= 10'],
    ['price <> 10', 'one that begins with >', '> 10'],
    ['size in (a,b)', 'one that begins with (', '(a,b)'],
    ['size in [a]', 'one that begins with [', '[a]'],
    ['size in', 'expected a value', ''],
    ['size in a,', 'expected a value', ''],
    ['size in ,a', 'expected a value', ',a'],
    ['size in a b', 'the end of the condition', 'b'],
    ['name = Ada Lovelace', 'the end of the condition', 'Lovelace'],
    ['name = "Ada"Lovelace', 'the end of the condition', 'Lovelace'],
    ['price = 1,5', 'the end of the condition', ',5'],
    ['price > 1 and stock > 2', 'the end of the condition', 'and stock > 2'],
    ['price > 1 or stock > 2', 'the end of the condition', 'or stock > 2'],
    ['sold is', 'expected null or not null', ''],
    ['sold is nothing', 'expected null or not null', 'nothing'],
    ['sold is not 1', 'expected null', '1'],
    ['sold is null 1', 'the end of the condition', '1'],
    ['sold = null', 'null is not a value', 'null'],
    ['sold in a, NULL', 'NULL is not a value', 'NULL'],
    ['price between 1', 'expected and', ''],
    ['price between 1, 5', 'expected and', ', 5'],
    ['price between 1 and', 'expected a value', ''],
    ['name = "Ada', 'this " is not closed', '"Ada'],
    ["name = 'Ada\\'", "this ' is not closed", "'Ada\\'"],
    ["path = 'C:\\dir'", '\\d is not an escape', "\\dir'"],
    ['title search', 'the words to search for', ''],
    ['title search "red" shirt', 'the end of the condition', 'shirt'],
    ['Ω = 1', 'the name of an attribute', 'Ω = 1'],
    ['name = 😀 x', 'the end of the condition', 'x'],
    ['name =\t\n😀 x', 'the end of the condition', 'x'],
  ])('points at the problem in %s', (expression, problem, rest) => {
    const found = refusal(expression);
    expect(found.problem).toMatch(/^--where: /);
    expect(found.problem).toContain(problem);
    expect(found.rest).toBe(rest);
  });

  it.each([
    ['price', 'the whole condition goes in quotes'],
    ['price > 1 and stock > 2', 'give --where once for each'],
    ['price > 1 or stock > 2', '"method":"or"'],
    ['size = a,b', 'in a,b'],
    ['sold = null', 'is null'],
    ['name = Ada Lovelace', 'needs quotes'],
  ])('gives a hint for %s', (expression, hint) => {
    expect(refusal(expression).hint).toContain(hint);
  });

  it('shows an excerpt of a long expression', () => {
    const { rest } = refusal(`name = ${'x'.repeat(300)} stray ${'y'.repeat(300)}`);
    expect(rest).toMatch(/^stray y+…$/);
  });

  it.each([
    ['price >', '--where: expected a value, at the end', '  price >\n         ^'],
    ['sold IS 1', '--where: expected null or not null, at character 9', '  sold IS 1\n          ^'],
    ['a = 😀 x', '--where: expected the end of the condition, at character 7', '  a = 😀 x\n        ^'],
  ])('shows a caret on a terminal under the problem in %s', (expression, message, excerpt) => {
    expect(() => parseWhere(expression)).toThrow(expect.objectContaining({ message, excerpt }));
  });
});

describe('printWhere', () => {
  it.each([
    ['price>10', 'price > 10'],
    ['name="O\'Brien \\\\"', "name = 'O\\'Brien \\\\'"],
    ['size IN a,"b, c"', "size in a, 'b, c'"],
    ['price Between 1 And 5', 'price between 1 and 5'],
    ['title search red shirt', "title search 'red shirt'"],
    ['sold  is  not  null', 'sold is not null'],
  ])('prints %s as %s', (expression, printed) => {
    expect(printWhere(parseWhere(expression))).toBe(printed);
  });
});

describe('isAttributeName', () => {
  it.each(['price', '$id', 'a.b-c_d', 'author.$id', '0'])('accepts %s', (name) => {
    expect(isAttributeName(name)).toBe(true);
  });
  it.each(['', '-price', 'a b', 'price:desc', 'a$', '_a', '.a'])('rejects "%s"', (name) => {
    expect(isAttributeName(name)).toBe(false);
  });
});
