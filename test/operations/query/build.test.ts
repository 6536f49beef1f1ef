import { describe, expect, it } from 'vitest';
import { CliError, ExitCode } from '../../../src/errors.ts';
import type { CollectionAttribute } from '../../../src/operations/query/attributes.ts';
import { buildQueries } from '../../../src/operations/query/build.ts';
import type { QueryValues } from '../../../src/operations/query/flags.ts';
import { datesAtNoon } from './dates.ts';
import { operation } from './operations.ts';

const build = async (name: string, input: QueryValues) =>
  buildQueries(await operation(name), input, { dates: async () => datesAtNoon() });
const documents = (input: QueryValues) => build('databases list-documents', input);

describe('buildQueries', () => {
  it.each<[string, QueryValues, string[]]>([
    ['databases list', {}, []],
    ['databases get', {}, []],
    ['databases list', { where: ['name = 10'] }, ['{"method":"equal","attribute":"name","values":["10"]}']],
    ['databases list', { where: ['$id = 7'] }, ['{"method":"equal","attribute":"$id","values":["7"]}']],
    [
      'databases list-collections',
      { where: ['enabled=true', 'name^=Sh'] },
      [
        '{"method":"equal","attribute":"enabled","values":[true]}',
        '{"method":"startsWith","attribute":"name","values":["Sh"]}',
      ],
    ],
    [
      'users list',
      { where: ['labels ~ vip'] },
      ['{"method":"contains","attribute":"labels","values":["vip"]}'],
    ],
    [
      'storage list-files',
      { where: ['sizeOriginal > 9007199254740993'] },
      ['{"method":"greaterThan","attribute":"sizeOriginal","values":[9007199254740993]}'],
    ],
    [
      'storage list-files',
      { where: ['sizeOriginal between 2MB and 5GiB'] },
      ['{"method":"between","attribute":"sizeOriginal","values":[2000000,5368709120]}'],
    ],
    [
      'functions list-executions',
      { where: ['duration >= 2m'] },
      ['{"method":"greaterThanEqual","attribute":"duration","values":[120]}'],
    ],
    [
      'messaging list-messages',
      { where: ['scheduledAt > yesterday 18:00', 'deliveredAt < -2h'] },
      [
        '{"method":"greaterThan","attribute":"scheduledAt","values":["2024-02-29T18:00:00.000+00:00"]}',
        '{"method":"lessThan","attribute":"deliveredAt","values":["2024-03-01T10:00:00.000+00:00"]}',
      ],
    ],
    ['users list', { sort: ['-$createdAt'] }, ['{"method":"orderDesc","attribute":"$createdAt"}']],
    [
      'databases list-documents',
      { sort: ['price', '-stock, title'] },
      [
        '{"method":"orderAsc","attribute":"price"}',
        '{"method":"orderDesc","attribute":"stock"}',
        '{"method":"orderAsc","attribute":"title"}',
      ],
    ],
    ['databases list-documents', { select: 'a, b' }, ['{"method":"select","values":["a","b"]}']],
    ['databases get-document', { select: '*,author.*' }, ['{"method":"select","values":["*","author.*"]}']],
    ['databases list-documents', { limit: '5000' }, ['{"method":"limit","values":[5000]}']],
    [
      'users list-logs',
      { offset: '0', limit: '1' },
      ['{"method":"limit","values":[1]}', '{"method":"offset","values":[0]}'],
    ],
    ['databases list', { cursorAfter: 'p1' }, ['{"method":"cursorAfter","values":["p1"]}']],
    ['databases list', { cursorBefore: 'p1' }, ['{"method":"cursorBefore","values":["p1"]}']],
    ['databases list', { all: true, cursorAfter: 'p1' }, ['{"method":"cursorAfter","values":["p1"]}']],
    [
      'databases list',
      { all: true, queries: ['{"method":"limit","values":[7]}'] },
      ['{"method":"limit","values":[7]}'],
    ],
    [
      'databases list-documents',
      {
        cursorAfter: 'p1',
        offset: '3',
        limit: '2',
        select: 'title',
        sort: ['-price'],
        where: ['price > 10'],
        queries: ['{ "method": "isNull", "attribute": "sold" }'],
      },
      [
        '{ "method": "isNull", "attribute": "sold" }',
        '{"method":"greaterThan","attribute":"price","values":[10]}',
        '{"method":"orderDesc","attribute":"price"}',
        '{"method":"select","values":["title"]}',
        '{"method":"limit","values":[2]}',
        '{"method":"offset","values":[3]}',
        '{"method":"cursorAfter","values":["p1"]}',
      ],
    ],
  ])('builds the queries of %s with %j', async (name, input, expected) => {
    expect(await build(name, input)).toEqual(expected);
  });
});

describe('buildQueries with invalid flags', () => {
  it.each<[string, QueryValues, string]>([
    ['databases list', { where: ['nam = x'] }, `--where: databases list can't filter or sort by "nam"`],
    ['databases list', { sort: ['-nam'] }, '--sort: databases list can\'t filter or sort by "nam"'],
    [
      'databases list-collections',
      { where: ['enabled = maybe'] },
      'enabled takes true or false, not "maybe"',
    ],
    ['users list', { where: ['labels = vip'] }, 'labels is a list'],
    ['users list', { where: ['registration >= lately'] }, 'registration takes a date, not "lately"'],
    ['users list', { where: ['passwordUpdate >= foo'] }, 'passwordUpdate takes a date'],
    ['users list', { where: ['registration > 2024-02-31'] }, 'registration takes a date'],
    ['messaging list-messages', { where: ['scheduledAt < soon'] }, 'scheduledAt takes a date'],
    ['functions list', { where: ['scheduleNext > soon'] }, 'scheduleNext takes a date'],
    ['storage list-files', { where: ['sizeOriginal > 5G'] }, 'sizeOriginal takes a whole number, not "5G"'],
    ['teams list-memberships', { where: ['joined > 7'] }, 'joined takes a date'],
    ['functions list', { where: ['timeout > 1.5'] }, 'timeout takes a whole number, not "1.5"'],
    ['functions list-executions', { where: ['duration > slow'] }, 'duration takes a number, not "slow"'],
    ['functions list-executions', { where: ['status = complete'] }, 'status is never "complete"'],
    ['messaging list-providers', { where: ['type in email, mail'] }, 'type is never "mail"'],
    ['databases list', { where: ['name'] }, 'expected one of'],
    ['databases list-documents', { sort: ['price:desc'] }, '--sort: "price:desc" is not an attribute'],
    ['databases list-documents', { sort: [''] }, '--sort: "" has an empty item'],
    ['databases list-documents', { sort: ['--price'] }, '--sort: "--price" is not an attribute'],
    ['databases list-documents', { select: 'a,,b' }, '--select: "a,,b" has an empty item'],
    ['databases list-documents', { select: 'a b' }, '--select: "a b" is not an attribute'],
    ['databases list', { limit: '0' }, '--limit must be at least 1'],
    ['databases list', { limit: 'ten' }, '--limit takes a whole number'],
    ['databases list', { limit: '' }, '--limit takes a whole number'],
    ['databases list', { offset: '-1' }, '--offset must be at least 0'],
    ['databases list', { cursorAfter: '' }, '--cursor-after is empty'],
    [
      'databases list',
      { cursorAfter: 'a', cursorBefore: 'b' },
      "--cursor-after and --cursor-before can't be used together",
    ],
    ['databases list', { all: true, limit: '5' }, "--all and --limit can't be used together"],
    ['databases list', { all: true, cursorBefore: 'b' }, "--all and --cursor-before can't be used together"],
    [
      'databases list',
      { all: true, cursorAfter: 'b', offset: '1' },
      "--cursor-after and --offset can't be used together",
    ],
    [
      'databases list',
      { limit: '5', queries: ['{"method":"limit","values":[6]}'] },
      'limit in --queries and --limit mean the same',
    ],
    [
      'databases list',
      { cursorAfter: 'a', queries: ['{"method":"cursorBefore","values":["b"]}'] },
      "--cursor-after and cursorBefore in --queries can't be used together",
    ],
    ['databases list', { queries: ['limit(2)'] }, 'the syntax of older servers'],
    [
      'users list-logs',
      { queries: ['{"method":"equal","attribute":"a","values":["b"]}'] },
      'limit and offset, not equal',
    ],
    ['users list-logs', { where: ['event = x'] }, 'users list-logs does not take --where'],
    ['databases list', { select: 'name' }, 'databases list does not take --select'],
    ['databases get-document', { limit: '1' }, 'databases get-document does not take --limit'],
    ['databases get', { all: true }, 'databases get does not take --all'],
    ['databases list', { where: Array<string>(101).fill('name = a') }, 'takes at most 100 values, not 101'],
    ['databases list', { where: [`name = ${'x'.repeat(4096)}`] }, 'takes values of at most 4096 characters'],
  ])('refuses %s with %j', async (name, input, message) => {
    const refusal = await build(name, input).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(CliError);
    expect(refusal).toMatchObject({ exitCode: 2, message: expect.stringContaining(message) });
  });

  it('suggests an attribute, and lists all', async () => {
    await expect(build('databases list', { where: ['nam = x'] })).rejects.toMatchObject({
      hint: 'did you mean name? It can by name, $id, $createdAt, $updatedAt',
    });
  });
});

describe("buildQueries with the collection's attributes", () => {
  const attributes: CollectionAttribute[] = [
    { key: 'code', type: 'string' },
    { key: 'price', type: 'double' },
  ];

  /** The query of a condition, and the number of requests for the attributes. */
  async function ask(name: string, where: string[], answer: () => Promise<CollectionAttribute[]>) {
    let asked = 0;
    const lookUp = () => {
      asked++;
      return answer();
    };
    const dates = async () => datesAtNoon();
    const queries = await buildQueries(await operation(name), { where }, { lookUp, dates });
    return { asked, values: queries.flatMap((query) => JSON.parse(query).values) };
  }
  const known = async () => attributes;

  it('types an ambiguous value by them', async () => {
    expect(await ask('databases list-documents', ['code = 10', 'price = 10'], known)).toEqual({
      asked: 1,
      values: ['10', 10],
    });
  });

  it.each([
    ['databases list-documents', 'code ^= 10', '10'],
    ['databases list-documents', 'code = "abc"', 'abc'],
    ['databases list-documents', 'code = "10"', '10'],
    ['databases list-documents', '$id = 10', '10'],
    ['teams list', 'total > 10', 10],
  ])('does not request them for %s with %s', async (name, where, value) => {
    expect(await ask(name, [where], known)).toEqual({ asked: 0, values: [value] });
  });

  it('does without them if the request fails', async () => {
    const forbidden = async () => Promise.reject(new CliError(ExitCode.auth, 'missing scope'));
    expect(await ask('databases list-documents', ['code = 10'], forbidden)).toEqual({
      asked: 1,
      values: [10],
    });
    expect(await documents({ where: ['code = 10'] })).toEqual([
      '{"method":"equal","attribute":"code","values":[10]}',
    ]);
  });

  it.each([new CliError(ExitCode.interrupted, 'interrupted'), new TypeError('a bug')])(
    'do not hide %s',
    async (error) => {
      const failing = async () => Promise.reject(error);
      await expect(ask('databases list-documents', ['code = 10'], failing)).rejects.toBe(error);
    },
  );
});
