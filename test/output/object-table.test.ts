import { describe, expect, it } from 'vitest';
import { body, show } from './kit.ts';

const _shop = '{"$id":"shop","name":"The shop","enabled":true,"price":12.50}';
const _blog = '{"$id":"weblog","name":"Blog","enabled":false,"price":9007199254740993}';

describe('objectTable', () => {
  const object = body('{"$id":"shop","name":null,"nested":{"10":1,"2":[]},"n":9007199254740993}');

  it('prints names and values in two columns', async () => {
    const expected = '$id     shop\nname    -\nnested  {"10":1,"2":[]}\nn       9007199254740993\n';
    expect(await show(object)).toEqual({ out: expected, err: '' });
  });

  it.each<[string, number, string, string]>([
    [
      'a secret is whole, for the terminal to wrap',
      20,
      `{"a":"${'x'.repeat(60)}","name":"y"}`,
      `a     ${'x'.repeat(60)}\nname  y\n`,
    ],
    [
      'a text is broken between words',
      20,
      '{"a":"the quick brown fox","name":"y"}',
      'a     the quick\n      brown fox\nname  y\n',
    ],
    [
      'a text with a token in it',
      20,
      '{"name":"see https://example.com/x for more"}',
      'name  see\n      https://example.com/x\n      for more\n',
    ],
    [
      'JSON is broken after commas',
      24,
      '{"a":[1,{"one":1,"two":[2,3],"three":"a-long-text"}]}',
      'a  [1,{"one":1,"two":[2,\n   3],\n   "three":"a-long-text"\n   }]\n',
    ],
    [
      'lines of a text are lines',
      20,
      '{"log":"one\\n\\ttwo\\r\\n\\nthree\\u001b[2J\\n","n":1}',
      'log  one\n         two\n\n     three\\x1b[2J\nn    1\n',
    ],
    ['blank lines alone are written out', 20, '{"log":"\\n","tab":"a\\tb"}', 'log  \\n\ntab  a\\tb\n'],
    ['wide characters are broken between them', 10, '{"a":"漢字漢字漢字"}', 'a  漢字漢\n   字漢字\n'],
    [
      'a long name is broken too',
      12,
      '{"providerToken":"abc def","b":""}',
      'prov  abc\nider  def\nToke\nn\nb     ""\n',
    ],
    ['one column', 1, '{"ab":"cd e"}', 'a  cd\nb  e\n'],
  ])('draws on a terminal: %s', async (_, columns, text, expected) => {
    expect((await show(body(text), { allFields: true }, { columns })).out).toBe(expected);
  });

  it('prints one line per member in a pipe, without cuts', async () => {
    const text = body(`{"a":"${'x'.repeat(100)} y","log":"one\\ntwo"}`);
    expect((await show(text)).out).toBe(`a    ${'x'.repeat(100)} y\nlog  one\\ntwo\n`);
  });

  it('prints all lines of a long name in bold', async () => {
    const { out } = await show(body('{"status":"ready","abcdef":"1"}'), {}, { columns: 14, colour: true });
    expect(out).toBe(
      '\x1b[1mstatu\x1b[22m  \x1b[32mready\x1b[39m\n\x1b[1ms\x1b[22m\n' +
        '\x1b[1mabcde\x1b[22m  1\n\x1b[1mf\x1b[22m\n',
    );
  });

  it('draws a long log fast', async () => {
    const log = 'word '.repeat(20).concat('\\n').repeat(5000);
    const { out } = await show(body(`{"log":"${log}"}`), {}, { columns: 80 });
    expect(out.split('\n').length).toBe(10_001);
  });

  it('prints only the paths of --fields', async () => {
    expect((await show(object, { fields: ['nested.2', '$id'] })).out).toBe('nested.2  []\n$id       shop\n');
  });

  it('reports an empty object', async () => {
    expect(await show(body('{}'))).toEqual({ out: '', err: 'nothing in it\n' });
  });

  it('colours states and names', async () => {
    const { out } = await show(body('{"status":"processing"}'), {}, { columns: 80, colour: true });
    expect(out).toBe('\x1b[1mstatus\x1b[22m  \x1b[35mprocessing\x1b[39m\n');
  });
});
