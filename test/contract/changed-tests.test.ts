import { expect, it } from 'vitest';
import { testsOf } from '../../scripts/changed-tests.mjs';

const modules = new Map([
  [
    'src/main.ts',
    "import { retry } from './http/retry.ts';\nconst program = () => import('./cli/program.ts');\n",
  ],
  ['src/cli/program.ts', "const run = () => import('../commands/push.ts');\n"],
  ['src/commands/push.ts', "import {\n  text,\n} from '../lib/text.ts';\n"],
  ['src/http/retry.ts', "import type { Line } from '../lib/types.ts';\nexport const retry = 1;\n"],
  ['src/lib/text.ts', "export * from './letters.ts';\n"],
  ['src/lib/letters.ts', ''],
  ['src/lib/types.ts', ''],
  ['bin/appwrite-cli.js', "require('../dist/main.cjs');\n"],
  ['scripts/docs.mjs', ''],
  ['vitest.config.ts', "const setupFiles = ['test/kit/setup.ts'];\n"],
  ['test/kit/setup.ts', ''],
  ['test/kit/in-process.ts', "import { run } from '../../src/cli/program.ts';\n"],
  ['test/kit/program.ts', "new URL('../../bin/appwrite-cli.js', import.meta.url);\n"],
  ['test/commands/push.test.ts', "import { runLine } from '../kit/in-process.ts';\n"],
  ['test/commands/push.saved.test.ts', "import { runLine } from '../kit/in-process.ts';\n"],
  ['test/commands/pull.test.ts', "import { runLine } from '../kit/in-process.ts';\nexpect('types.ts');\n"],
  ['test/contract/streams.process.test.ts', "import { runProgram } from '../kit/program.ts';\n"],
  ['test/contract/layers.test.ts', "new URL('../../src', import.meta.url);\n"],
  ['test/contract/pages.test.ts', "const pages = ['README.md', ...readdirSync(join(root, 'docs'))];\n"],
  ['test/http/retry.test.ts', "import { retry } from '../../src/http/retry.ts';\n"],
  ['test/http/types.test.ts', "import type { Line } from '../../src/lib/types.ts';\n"],
  ['test/lib/text.test.ts', "import { text } from '../../src/lib/text.ts';\n"],
]);

const commands = ['commands/push.test.ts', 'commands/push.saved.test.ts', 'commands/pull.test.ts'];

it.each([
  [
    'imports it, and reads sources',
    'src/http/retry.ts',
    ['contract/streams.process.test.ts', 'contract/layers.test.ts', 'http/retry.test.ts'],
  ],
  [
    'imports it by way of others, and has the name of one of these',
    'src/lib/letters.ts',
    [...commands.slice(0, 2), 'contract/layers.test.ts', 'lib/text.test.ts'],
  ],
  ['runs every command line', 'src/cli/program.ts', [...commands, 'contract/layers.test.ts']],
  ['starts processes', 'bin/appwrite-cli.js', ['contract/streams.process.test.ts']],
  [
    'stands in the folder of a module whose types only are imported',
    'src/lib/types.ts',
    ['contract/layers.test.ts', 'lib/text.test.ts'],
  ],
  ['is changed itself', 'test/http/retry.test.ts', ['http/retry.test.ts']],
  ['imports a helper', 'test/kit/in-process.ts', commands],
  ['stands above a file that is no module', 'test/commands/screens/push.txt', commands],
  ['names a page', 'README.md', ['contract/pages.test.ts']],
  ['names the folder of a page', 'docs/guides/start.md', ['contract/pages.test.ts']],
  ['imported what is deleted', 'src/lib/gone.ts', ['contract/layers.test.ts', 'lib/text.test.ts']],
  ['nothing', 'CHANGELOG.md', []],
])('selects what %s, after a change of %s', (_, changed, tests) => {
  const selection = testsOf(modules, [changed]);
  expect(selection).toMatchObject({ tests: tests.map((test) => `test/${test}`) });
});

it('names the tests that reach a change by import() only', () => {
  expect(testsOf(modules, ['src/commands/push.ts'])).toEqual({
    tests: [...commands.slice(0, 2), 'contract/layers.test.ts'].map((test) => `test/${test}`),
    leftOut: ['test/commands/pull.test.ts', 'test/contract/streams.process.test.ts'],
  });
});

it.each(['node.cjs', 'python.py'])(
  'names the tests that reach the modules which start a changed %s',
  (name) => {
    const languages = ['src/commands/push.ts', "const runners = ['node.cjs', 'python.py'];\n"] as const;
    expect(testsOf(new Map([...modules, languages]), [`src/functions/runners/${name}`])).toEqual({
      tests: ['test/contract/layers.test.ts'],
      leftOut: [...commands.map((test) => `test/${test}`), 'test/contract/streams.process.test.ts'],
    });
  },
);

it.each(['package.json', 'vitest.config.ts', 'test/vitest.config.ts', 'test/kit/setup.ts'])(
  'selects all after a change of %s',
  (path) => {
    expect(testsOf(modules, ['src/http/retry.ts', path])).toBe('all');
  },
);
