import { describe, expect, it } from 'vitest';
import { runLine } from '../kit/in-process.ts';

const refuse = async (line: string) => {
  const { code, stdout, stderr } = await runLine(line.split(' '));
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  return stderr;
};

describe('a line without required values', () => {
  it('names all of them, each with its help, and shows a line that works', async () => {
    const [message, ...lines] = (await refuse('databases create-string-attribute shop'))
      .trimEnd()
      .split('\n');
    expect(message).toBe('error: <collection-id>, --key, --size and --[no-]required are missing');
    expect(lines.map((line) => line.replace(/(?<=^ {2}\S+ +)\S.*/, 'HELP'))).toEqual([
      '  <collection-id>  HELP',
      '  --key            HELP',
      '  --size           HELP',
      '  --[no-]required  HELP',
      'hint: for example: appwrite-cli databases create-string-attribute shop products --key colour --size 32 --no-required',
    ]);
  });

  it.each([
    ['databases create', '--name is missing: the name of the database (at most 128 characters)'],
    ['databases create-collection shop', '--name is missing: the name of the collection (at most 128'],
    ['api', '<method>  HTTP method: GET, POST, PUT, PATCH, DELETE'],
    ['teams get', 'error: <team-id> is missing\nhint: '],
    ['users update-email ada', 'hint: usage: appwrite-cli users update-email <user-id> --email TEXT'],
    ['users import', '<file> is missing: file to import'],
    ['--api-version 1.8 tables-db create', '--name is missing: the name of the database'],
  ])('says of %s: %s', async (line, text) => {
    expect(await refuse(line)).toContain(text);
  });

  it('does not repeat names that say enough', async () => {
    expect(await refuse('databases get-collection')).toMatch(
      /^error: <database-id> and <collection-id> are missing\nhint: .*\n$/,
    );
  });

  it.each([
    ['a secret from a file', 'account create --email a@b.cd --password-file nowhere.txt'],
    ['null', 'databases update-string-attribute shop products title --required --no-default'],
    ['a project from --project', 'projects delete --project shop'],
  ])('accepts %s', async (_, line) => {
    expect((await runLine(line.split(' '))).stderr).not.toMatch(/(is|are) missing:? [a-z]/);
  });

  it('names them in the message with --json', async () => {
    const { error } = JSON.parse(await refuse('functions create --json'));
    expect(error.message).toBe('--name and --runtime are missing');
  });
});
