import jmespath from 'jmespath';
import { describe, expect, it } from 'vitest';
import { createFilter } from '../../src/output/filter.ts';

const filtered = (expression: string, body: string) => createFilter(expression)(body);

describe('values that pass through --filter unchanged', () => {
  const body =
    '{"total":2,"docs":[{"$id":"a","n":9007199254740993,"p":1.50,"10":1,"2":2,"__proto__":{"x":1}},' +
    '{"$id":"b","n":9007199254740995,"p":2,"same":9007199254740993}],"huge":1e400,"half":"\\ud800",' +
    '"odd":[-0,1.0,1e2,0.10,{ "z": -0.0 }]}';

  it.each([
    ['@', body],
    ['docs[0]', '{"$id":"a","n":9007199254740993,"p":1.50,"10":1,"2":2,"__proto__":{"x":1}}'],
    ['docs[].n', '[9007199254740993,9007199254740995]'],
    ['docs[0].p', '1.50'],
    ['huge', '1e400'],
    ['docs[0]."__proto__".x', '1'],
    ['{n:docs[1].n,rest:docs[0]."__proto__"}', '{"n":9007199254740995,"rest":{"x":1}}'],
    ['{"2":docs[0]."2","10":docs[0]."10"}', '{"2":2,"10":1}'],
    ['keys(docs[0])', '["$id","n","p","10","2","__proto__"]'],
    ['values(docs[1])', '["b",9007199254740995,2,9007199254740993]'],
    ['docs[1].*', '["b",9007199254740995,2,9007199254740993]'],
    ['merge(docs[1], {p:docs[0].p})', '{"$id":"b","n":9007199254740995,"p":1.50,"same":9007199254740993}'],
    ['to_string(docs[0].n)', '"9007199254740993"'],
    ['to_string(odd)', '"[-0,1.0,1e2,0.10,{\\"z\\":-0.0}]"'],
    ["to_number('9007199254740993')", '9007199254740993'],
    ['odd', '[-0,1.0,1e2,0.10,{ "z": -0.0 }]'],
    ['odd[]', '[-0,1.0,1e2,0.10,{ "z": -0.0 }]'],
    ['[odd[0],odd[1],odd[2],odd[3]]', '[-0,1.0,1e2,0.10]'],
    ['odd[?@ == `1`]', '[1.0]'],
    ['odd[?@ == `100`]', '[1e2]'],
    ['odd[?@ == `0`]', '[-0]'],
    ['odd[:4] | sort(@)', '[-0,0.10,1.0,1e2]'],
    ['odd[:4] | max(@)', '1e2'],
    ['docs[?p == `1.5`].p', '[1.50]'],
    ['half', '"\\ud800"'],
    ['type(huge)', '"number"'],
  ])('keeps the text of %s', (expression, expected) => {
    expect(filtered(expression, body)).toBe(expected);
  });

  it('handles deep nesting', () => {
    const deep = '['.repeat(999) + ']'.repeat(999);
    expect(filtered('a', `{"a":${deep}}`)).toBe(deep);
    expect(filtered('a == b', `{"a":${deep},"b":${deep}}`)).toBe('true');
    expect(() =>
      filtered(
        'a == b',
        `{"a":${'['.repeat(1e5)}1${']'.repeat(1e5)},"b":${'['.repeat(1e5)}2${']'.repeat(1e5)}}`,
      ),
    ).toThrow(expect.objectContaining({ exitCode: 1 }));
  });
});

describe('numbers that a double does not hold', () => {
  const body =
    '{"total":3,"databases":[{"$id":"x","n":9007199254740992},{"$id":"y","n":9007199254740995},' +
    '{"$id":"z","n":9007199254740996},{"$id":"w","n":0.1000000000000000055511151231257827}]}';

  it.each([
    ['databases[?n>=`9007199254740996`]."$id"', '["z"]'],
    ['databases[?n>`9007199254740994`]."$id"', '["y","z"]'],
    ['databases[?n<`9007199254740996`]."$id"', '["x","y","w"]'],
    ['databases[?n<=`9007199254740995`]."$id"', '["x","y","w"]'],
    ['databases[?n==`9007199254740996`]."$id"', '["z"]'],
    ['databases[?n==`9007199254740995.0`].n', '[9007199254740995]'],
    ['databases[?n==`9007199254740993`]."$id"', '[]'],
    ['databases[?n!=`9007199254740996`]."$id"', '["x","y","w"]'],
    ['databases[?n==`0.1`]."$id"', '[]'],
    ['databases[?n>`0.1`]."$id"', '["x","y","z","w"]'],
    ['contains(databases[].n, `9007199254740994`)', 'false'],
    ['contains(databases[].n, `9007199254740995`)', 'true'],
    ['databases[1:3].{n:n} == `[{"n":9007199254740995},{"n":9007199254740996}]`', 'true'],
    ['databases[1:3].{n:n} == `[{"n":9007199254740996},{"n":9007199254740996}]`', 'false'],
    [
      'sort(databases[].n)',
      '[0.1000000000000000055511151231257827,9007199254740992,9007199254740995,9007199254740996]',
    ],
    ['sort_by(reverse(databases), &n)[]."$id"', '["w","x","y","z"]'],
    ['min(databases[].n)', '0.1000000000000000055511151231257827'],
    ['max(databases[:2].n)', '9007199254740995'],
    ['max_by(databases, &n)."$id"', '"z"'],
    ['min_by(databases[1:3], &n)."$id"', '"y"'],
    ['`9007199254740993`', '9007199254740993'],
    ['`[1e400, 1.0, {"a": 9007199254740993}]`', '[1e400, 1.0, {"a": 9007199254740993}]'],
    ['`9007199254740993` == `9007199254740992`', 'false'],
    ['abs(`-9007199254740993`)', '9007199254740993'],
    ['floor(databases[1].n)', '9007199254740995'],
    ['sum(`[9007199254740992, 1]`)', undefined],
    ['sum(`[9007199254740992, 2]`)', '9007199254740994'],
    ['sum(`[9007199254740992, 0.5]`)', undefined],
    ['sum(`[1e308,1e308]`)', undefined],
    ['sum(databases[].n)', undefined],
    ['avg(databases[].n)', undefined],
    ['ceil(databases[3].n)', undefined],
    ['floor(`-1.5e400`)', undefined],
  ])('evaluates %s to %s', (expression, expected) => {
    if (expected !== undefined) return expect(filtered(expression, body)).toBe(expected);
    const number = expect.objectContaining({ exitCode: 1 });
    expect(() => filtered(expression, body)).toThrow(number);
  });

  it('names a number that it can’t compute with', () => {
    expect(() => filtered('sum(databases[].n)', body)).toThrow(
      expect.objectContaining({
        message: "--filter computes with numbers that it can't hold exactly, such as 9007199254740995",
        hint: expect.stringContaining('--json'),
      }),
    );
  });

  it.each([
    ['total', '3'],
    ['sum([total, total])', '6'],
    ['length(databases)', '4'],
    ['databases[?"$id"==\'y\']."$id"', '["y"]'],
  ])('evaluates %s, which does not read such numbers', (expression, expected) => {
    expect(filtered(expression, body)).toBe(expected);
  });
});

describe('the language', () => {
  const data = {
    total: 4,
    half: 0.5,
    docs: [
      { $id: 'b', n: 3, tags: ['x', 'y'], at: { city: 'Ulm' }, on: true },
      { $id: 'a', n: 1, tags: [], at: null, on: false },
      { $id: 'c', n: 2.5, tags: ['z'], at: { city: 'Bonn' } },
      { $id: 'd', n: -2.5, tags: [['deep', ['deeper']]], at: {} },
    ],
  };

  it.each([
    '@',
    'total',
    'missing',
    'missing.deeper[0].still',
    'docs[1]',
    'docs[-1]',
    'docs[9]',
    'docs[-9]',
    'total[0]',
    'docs[1:3]."$id"',
    'docs[::2]."$id"',
    'docs[::-1]."$id"',
    'docs[-2:]."$id"',
    'docs[:-2]."$id"',
    'docs[2:0:-1]."$id"',
    'docs[-1:-9:-2]."$id"',
    'docs[9:-9:-1]."$id"',
    'docs[5:9]."$id"',
    'docs[*].at.city',
    'docs[].tags[]',
    'docs[*].tags[*]',
    'docs[].tags[][][]',
    'docs[0].*',
    '*.city',
    'docs[*].at | [0]',
    'docs[*].at | [*].city | [1]',
    'docs[?on]."$id"',
    'docs[?!on]."$id"',
    'docs[?tags]."$id"',
    'docs[?at.city]."$id"',
    'docs[?at.city && n > `2.6`]."$id"',
    'docs[?on || n < `0`]."$id"',
    'docs[?n >= `2.5`][].tags',
    'docs[?n > `0`].{id: "$id", tags: tags[0]}',
    'docs[?"$id" > \'b\']."$id"',
    'docs[?"$id" == \'c\' || "$id" != \'a\'].n',
    'docs[?`true`] | length(@)',
    'docs[0].at == `{"city":"Ulm"}`',
    'docs[0].at == docs[2].at',
    'docs[3].at == `{}`',
    'docs[].[n, "$id", missing]',
    'docs[0].at.{a: city, b: missing}',
    'missing.{a: b}',
    'missing.[a, b]',
    'docs[0].[tags, at.city][]',
    'foo || docs[0].n',
    'total && half',
    '`fallback`',
    "'it\\'s'",
    '`"a\\"b"`',
    '`"tick \\` tock"`',
    '[`1`, `null`, `[]`, `{"a":{}}`]',
    '(docs[0] | n) == `3`',
    'abs(docs[3].n)',
    'avg(docs[].n)',
    'ceil(half)',
    'ceil(docs[3].n)',
    'contains(docs[0].tags, `x`)',
    "contains('haystack', 'st')",
    "ends_with('abc', 'bc')",
    'floor(docs[3].n)',
    'join(\', \', docs[]."$id")',
    'keys(docs[0])',
    'length(docs)',
    "length('four')",
    'length(docs[0])',
    'map(&at.city, docs)',
    'max(docs[].n)',
    'max(docs[]."$id")',
    'max(`[]`)',
    'max_by(docs, &n)."$id"',
    'merge(docs[0].at, `{"zip":1}`, {city: total})',
    'min(docs[].n)',
    'min(docs[]."$id")',
    'min_by(docs, &n)."$id"',
    'not_null(missing, docs[1].at, total)',
    'not_null(missing)',
    "reverse('abc')",
    'reverse(docs)[]."$id"',
    'sort(docs[]."$id")',
    'sort_by(docs, &n)[]."$id"',
    'sort_by(docs, &"$id")[].n',
    'sort_by(docs, &length(tags))[]."$id"',
    "starts_with('abc', 'ab')",
    'sum(docs[].n)',
    'sum(`[]`)',
    'sum(`[0.1, 0.2]`)',
    'to_array(total)',
    'to_array(docs[0].tags)',
    "to_number('1.5')",
    "to_number('x')",
    'to_number(docs)',
    'to_string(docs[0])',
    "to_string('a')",
    'type(missing)',
    'type(docs[0].on)',
    'type(&a)',
    'values(docs[0].at)',
  ])('evaluates %s as jmespath.js does', (expression) => {
    const expected = JSON.stringify(jmespath.search(data, expression));
    expect(filtered(expression, JSON.stringify(data))).toBe(expected);
  });

  it.each([
    ['sort(`[10,9,-1]`)', '[-1,9,10]'],
    ['max_by(docs, &"$id").n', '-2.5'],
    ["starts_with('abab', 'ab')", 'true'],
    ["length('😀')", '1'],
    ["reverse('a😀')", '"😀a"'],
    ['docs[?missing < `5`]', '[]'],
    ["`10` > '9'", 'null'],
    ["to_number('')", 'null'],
    ["'it\\'s \\'so\\''", "\"it's 'so'\""],
    ['avg(`[]`)', 'null'],
    ['toString', 'null'],
    ['hasOwnProperty', 'null'],
    ['max_by(`[]`, &n)', 'null'],
  ])('evaluates %s as the specification says, unlike jmespath.js', (expression, expected) => {
    expect(filtered(expression, JSON.stringify(data))).toBe(expected);
  });
});

describe('invalid expressions', () => {
  it.each([
    'foo(',
    'a[',
    '',
    '@@',
    'a.',
    '()',
    'a.`1`',
    "'open",
    '`open',
    'a[::0]',
    'nothing_of_that_name(@)',
    'toString(@)',
    'length()',
    'length(a, b)',
    'merge()',
  ])('refuses %j as a usage error', (expression) => {
    expect(() => createFilter(expression)).toThrow(
      expect.objectContaining({
        exitCode: 2,
        message: expect.stringMatching(/^--filter is not valid JMESPath: ./),
      }),
    );
  });

  it.each([
    ['x[', '[ is not closed: ['],
    ['a[?b', '[ is not closed: [?b'],
    ['a[1:', '[ is not closed: [1:'],
    ['{a: b', '{ is not closed: {a: b'],
    ['"open', '" is not closed: "open'],
    ["a == 'open", "' is not closed: 'open"],
    ['', 'it is incomplete'],
    ['a ||', 'it is incomplete'],
    ['a=b', 'unexpected = at character 2; equality is =='],
    ['a#b', 'unexpected # at character 2'],
    ['a.b c', 'unexpected c at character 5'],
    ['[a,]', 'unexpected ] at character 4'],
    ['foo(a]', 'unexpected ] at character 6'],
    ['a[1:b]', 'unexpected b at character 5'],
    ["a[?b == `1` 'x'] | c", "unexpected 'x' at character 13"],
    ['`{a`', 'a part in double quotes or backticks is not valid JSON'],
  ])('says in plain words where %j is wrong', (expression, problem) => {
    expect(() => createFilter(expression)).toThrow(
      expect.objectContaining({ message: `--filter is not valid JMESPath: ${problem}` }),
    );
  });

  it.each([
    ['documents[].$id', `--filter 'documents[]."$id"'`],
    ['[?$id == \'$x\'].{id:$id,n:"$n"}', `--filter '[?"$id" == '\\''$x'\\''].{id:"$id",n:"$n"}'`],
    ['$id', `--filter '"$id"'`],
    ['a[$id', 'such as "$id"'],
    ["'$id'[", 'https://jmespath.org'],
  ])('quotes names with a $ in the hint for %s', (expression, hint) => {
    expect(() => createFilter(expression)).toThrow(
      expect.objectContaining({ exitCode: 2, hint: expect.stringContaining(hint) }),
    );
  });

  it.each([
    ['sum(docs[].a)', 'argument 1 of sum() must be array[number], not array'],
    ['length(total)', 'argument 1 of length() must be string or array or object, not number'],
    ['sort_by(docs, &a)', 'the keys are neither all numbers nor all texts'],
    ['sort(docs[].a)', 'argument 1 of sort() must be array[number] or array[string], not array'],
    ['[&a]', 'an expression after & is not a value'],
    ['not_null(@, total) | abs(@)', 'argument 1 of abs() must be number, not object'],
  ])('fails on %s', (expression, reason) => {
    expect(() => filtered(expression, '{"total":2,"docs":[{"a":1},{"a":"x"}]}')).toThrow(
      expect.objectContaining({ exitCode: 1, message: `--filter failed: ${reason}` }),
    );
  });
});
