import { describe, expect, it } from 'vitest';
import { defaultApiVersion } from '../../../src/api/versions.ts';
import { isGroup, loadAll } from '../../../src/cli/entry.ts';
import { examples } from '../../../src/cli/help/examples.ts';
import { layOut } from '../../../src/cli/help/layout.ts';
import { commandHelp, groupHelp, rootHelp, topicList } from '../../../src/cli/help/pages.ts';
import { topicPage } from '../../../src/cli/help/topic.ts';
import { topics } from '../../../src/cli/help/topics/index.ts';
import { entriesIn } from '../../../src/cli/registry.ts';
import type { CommandSpec } from '../../../src/core/spec.ts';
import { runLine } from '../../kit/in-process.ts';

const entries = entriesIn(defaultApiVersion);

const help = async (...words: string[]) => (await runLine(words)).stdout;

describe('appwrite-cli help', () => {
  it('lists the topics', async () => {
    const text = await help('help');
    for (const { name, summary } of topics) expect(text).toMatch(new RegExp(`^  ${name} +${summary}$`, 'm'));
    expect(await help('help', 'help')).toBe(text);
  });

  it('appears in the help of the program, with its topics', async () => {
    const text = await help('--help');
    expect(text).toContain('appwrite-cli help <topic>');
    for (const { name } of topics) expect(text).toMatch(new RegExp(`^  ${name} `, 'm'));
  });

  it.each(topics.map(({ name, summary }) => [name, summary]))(
    'shows the topic %s in 80 columns',
    async (name, summary) => {
      const { stdout, stderr, code } = await runLine(['help', name]);
      expect([stderr, code]).toEqual(['', 0]);
      expect(stdout.split('\n')[0]).toBe(summary);
      expect(stdout).toMatch(/^Examples\n {2}\S/m);
      expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
    },
  );

  it.each([
    ['databases'],
    ['databases', 'list'],
    ['databases', 'listDocuments'],
    ['profile', 'add'],
    ['api'],
  ])('shows the same page as --help: %s %s', async (...words) => {
    expect(await help('help', ...words)).toBe(await help(...words, '--help'));
    expect(await help('--json', 'help', ...words)).toBe(await help(...words, '--help'));
  });

  it.each([
    [['enviroment'], 'there is no topic or command "enviroment"', 'did you mean environment?'],
    [['exit'], 'there is no topic or command "exit"', 'did you mean exit-codes?'],
    [['databse'], 'there is no topic or command "databse"', 'did you mean databases?'],
    [['zzz'], 'there is no topic or command "zzz"', 'appwrite-cli help lists what there is'],
    [['databases', 'lst'], 'unknown command "lst"', 'did you mean list?'],
    [['databases', 'zzz'], 'unknown command "zzz"', 'appwrite-cli databases --help lists what there is'],
  ])('refuses %j', async (words, message, hint) => {
    const { stdout, stderr, code } = await runLine(['help', ...words]);
    expect({ stdout, stderr, code }).toEqual({
      stdout: '',
      stderr: `error: ${message}\nhint: ${hint}\n`,
      code: 2,
    });
  });
});

describe('help on a terminal', () => {
  const heading = /\x1b\[1m\x1b\[4m(.*?)\x1b\[24m\x1b\[22m/g;

  it.each([
    ['databases --help', ['Usage', 'Databases', 'Examples']],
    ['teams get --help', ['Usage', 'Arguments (in their place, or as --team-id …)']],
    ['help files', ['Examples']],
  ])('shows the headings of %s in bold', async (line, expected) => {
    const words = line.split(' ');
    const { stdout } = await runLine(words, { terminal: true });
    const headings = [...stdout.matchAll(heading)].map(([, text]) => text);
    expect(headings).toEqual(expect.arrayContaining(expected));
    expect(stdout.replace(heading, '$1')).toBe((await runLine(words)).stdout);
    expect((await runLine([...words, '--no-color'], { terminal: true })).stdout).not.toContain('\x1b');
  });
});

describe('the help of a command', () => {
  it('lists required flags first, then queries, flags, long choices, examples and facts of the API', async () => {
    expect(await help('functions', 'create-execution', '--help')).toMatch(
      /^Run a function\n\n.*\n\nUsage: appwrite-cli functions create-execution <function-id> \[flags\]\n\nArguments .*\n\nFlags\n.*\n\nExamples\n.*\n\nPOST \/functions\/\{functionId\}\/executions · scope execution\.write\n?.*API key, JWT or session/s,
    );
    const list = await help('users', 'list', '--help');
    expect(list).toMatch(/\nQuery\n {2}--where .*--queries TEXT….*\n\nFlags\n {2}--search/s);
    const create = await help('functions', 'create', '--help');
    expect(create).toMatch(
      /\nRequired\n {2}--name .*\n {2}--runtime CHOICE +Language .*; see below\n\nFlags\n/s,
    );
    expect(create).toMatch(/\nChoices of --runtime\n {2}node-14\.5, node-16\.0, .*\n\nExamples\n/s);
  });

  it.each([
    ['storage get-file-preview', /--width N +Width in pixels.*\(0 to 4000,\s+default\s+0\)/s],
    ['storage get-file-preview', /--gravity CHOICE +.*center,\s+top-left/s],
    ['databases create', /--name TEXT +Name of the database \(at most 128 characters\)/],
    ['databases create', /--database-id ID +.*\(made by the server unless\s+given\)/],
    ['teams create-membership', /--roles TEXT,… +.*\(at most 100 of 32\s+characters\)/],
    [
      'databases create-document',
      /scope documents\.write · API key, JWT or session · at most 120 requests in 60 s\n$/,
    ],
    ['account create-email-password-session', /· no credential/],
    ['health check', /scope health\.read/],
  ])('of %s shows %s', async (path, expected) => {
    expect(await help(...path.split(' '), '--help')).toMatch(expected);
  });

  it('breaks a long example between flags', () => {
    const spec: CommandSpec = {
      name: 'list',
      summary: 'List',
      arguments: [],
      flags: [],
      examples: [
        "appwrite-cli databases list --where 'name = a b' --sort name",
        'appwrite-cli databases list',
      ],
      run: async () => ({}),
    };
    expect(layOut(commandHelp('databases list', spec), 40)).toContain(
      "Examples\n  appwrite-cli databases list \\\n    --where 'name = a b' --sort name\n  appwrite-cli databases list\n",
    );
  });
});

describe.each([60, 80, 100])('help in %i columns', (width) => {
  /** Lines that are too long and could be broken. */
  const tooLong = (page: string) =>
    page
      .split('\n')
      .filter(
        (line) =>
          line.length > width && !/^(\s*\S+|[A-Z, ]+ \/\S+.*|\s+(--\S+|'.*'|\W)\s\S+( \\)?)$/.test(line),
      );

  it('has no wider line', async () => {
    const pages = [rootHelp(entries), topicList()];
    for (const { summary, load } of topics) pages.push(topicPage(summary, await load()));
    for (const entry of entries) {
      const loaded = await loadAll(entry);
      if (isGroup(loaded)) pages.push(groupHelp(entry, loaded, examples[entry.name] ?? []));
      for (const spec of isGroup(loaded) ? loaded : [loaded]) {
        const path = isGroup(loaded) ? `${entry.name} ${spec.name}` : entry.name;
        pages.push(commandHelp(path, { ...spec, examples: spec.examples ?? examples[path] ?? [] }));
      }
    }
    expect(pages.map((page) => layOut(page, width)).flatMap(tooLong)).toEqual([]);
  });
});
