import { describe, expect, it } from 'vitest';
import { createFilter } from '../../src/output/filter.ts';

const body =
  '{"total":2,"docs":[{"$id":"a","n":9007199254740993,"p":1.50,"10":1,"2":2,"__proto__":{"x":1}},' +
  '{"$id":"b","n":9007199254740995,"p":2,"same":9007199254740993}],"huge":1e400,"half":"\\ud800","none":[]}';

const filtered = async (expression: string, text = body) => (await createFilter(expression))(text);

describe('what passes through unchanged', () => {
  it.each([
    ['@', body],
    ['docs[0]', '{"$id":"a","n":9007199254740993,"p":1.50,"10":1,"2":2,"__proto__":{"x":1}}'],
    ['docs[].n', '[9007199254740993,9007199254740995]'],
    ['huge', '1e400'],
    ['docs[0]."__proto__".x', '1'],
    [
      '{id:docs[1]."$id",n:docs[1].n,rest:docs[0]."__proto__"}',
      '{"id":"b","n":9007199254740995,"rest":{"x":1}}',
    ],
    ['docs[?n > `5`].n', '[9007199254740993,9007199254740995]'],
    ['docs[?n == same].n', '[]'],
    ['max_by(docs, &n)."$id"', '"b"'],
    ['sort_by(docs, &n)[].n', '[9007199254740993,9007199254740995]'],
    ['[docs[0].n, docs[1].same] | @[?@ == @]', '[9007199254740993,9007199254740993]'],
    ['half', '"\\ud800"'],
    ['type(huge)', '"number"'],
  ])('%s keeps its text', async (expression, expected) => {
    expect(await filtered(expression)).toBe(expected);
  });
});

describe('what is computed', () => {
  it.each([
    ['sum(docs[].p)', '3.5'],
    ['length(docs)', '2'],
    ['avg(none)', 'null'],
    ['missing', 'null'],
    ['toString', 'null'],
    ['hasOwnProperty', 'null'],
    ['docs[?p == `1.5`]."$id"', '["a"]'],
    ['join(`,`, docs[]."$id")', '"a,b"'],
  ])('%s is in doubles', async (expression, expected) => {
    expect(await filtered(expression)).toBe(expected);
  });

  it.each([
    'sum(docs[].n)',
    'max(docs[].n)',
    'abs(huge)',
    'to_string(docs[0])',
    'docs[?n == `9007199254740993`]',
    'docs[?n > `9007199254740992`]."$id"',
    'contains(docs[].n, `9007199254740993`)',
    'sum(`[1e308,1e308]`)',
  ])('%s would be inexact and is refused', async (expression) => {
    await expect(filtered(expression)).rejects.toMatchObject({
      exitCode: 1,
      message: expect.stringMatching(
        /^--filter computes or compares with numbers that it can't hold exactly/,
      ),
      hint: expect.stringContaining('--json'),
    });
  });

  it('is refused only where such a number matters', async () => {
    expect(await filtered('sum(docs[].p)')).toBe('3.5');
    expect(await filtered('docs[?n == `1`]')).toBe('[]');
  });
});

describe('mistakes', () => {
  it.each(['foo(', 'a[', '', '@@'])('%j is a usage error', async (expression) => {
    await expect(createFilter(expression)).rejects.toMatchObject({
      exitCode: 2,
      message: expect.stringMatching(/^--filter is no JMESPath: ./),
    });
  });

  it.each(['sum(docs[]."$id")', 'nothing_of_that_name(@)', 'length(total)'])(
    '%s fails',
    async (expression) => {
      await expect(filtered(expression)).rejects.toMatchObject({
        exitCode: 1,
        message: expect.stringMatching(/^--filter failed: ./),
      });
    },
  );

  it('does not break on depth', async () => {
    const deep = '['.repeat(9000) + ']'.repeat(9000);
    expect(await filtered('a', `{"a":${deep}}`)).toBe(deep);
    await expect(filtered('a == b', `{"a":${deep},"b":${deep}}`)).rejects.toMatchObject({ exitCode: 1 });
  });
});
