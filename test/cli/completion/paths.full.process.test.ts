import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../../kit/program.ts';
import { canType, type DrivenShell, programs, typeAndTab, unless, wordsOf } from './shells.ts';

/** File names with characters that are special to a shell, each with a first letter of its own. */
const names = [
  'a plain one.txt',
  "b it's.json",
  'c "said".csv',
  'd$HOME.txt',
  'e\\f.txt',
  'f`touch pwned`.txt',
  'g$(touch pwned).txt',
  'h!!.txt',
  'i:j.txt',
  'k=l.txt',
  'm@n.txt',
  'o[p]*?.txt',
  'q;touch pwned',
  'r{s,t}.txt',
  'u~v#w.txt',
  'é.txt',
];

/** Words of a line before a path; the last one may be the beginning of the path's own word. */
const places: readonly string[] = [
  'storage upload photos ',
  'storage upload photos b.png ',
  'storage upload --bucket-id photos ',
  'users import ',
  'users import --file ',
  'databases import-documents shop products ',
  'tables-db --api-version 1.8 import-rows shop products ',
  'storage create-file photos --file ',
  'storage create-file photos --file=',
  'users update-prefs ada --prefs @',
  'users update-prefs ada --prefs=@',
  'users create --password-file ',
  'push --config ',
  'databases list --out ',
];

/** A line before and after TAB, in a folder that is the home folder too. */
const completed: readonly (readonly [line: string, then: string, ...shells: DrivenShell[]])[] = [
  ['storage upload photos w', 'storage upload photos w\\ folder/'],
  ['storage upload photos w\\ folder/', "storage upload photos w\\ folder/x\\ it\\'s "],
  ["storage upload photos b\\ it\\'", "storage upload photos b\\ it\\'s.json "],
  ["storage upload photos 'a", "storage upload photos 'a plain one.txt' "],
  ['storage upload photos "b it', 'storage upload photos "b it\'s.json" '],
  // A tilde is not the home folder if it is quoted, or within a word.
  ['storage upload photos ~/w', 'storage upload photos ~/w\\ folder/'],
  ['storage upload photos \\~', 'storage upload photos \\~z '],
  ["storage upload photos './~", "storage upload photos './~z' "],
  ['storage create-file x --file=~/w', 'storage create-file x --file=HOME/w\\ folder/', 'bash', 'zsh'],
  ['users update-prefs ada --prefs @~/w', 'users update-prefs ada --prefs @HOME/w\\ folder/', 'bash', 'zsh'],
  ['users update-prefs ada --prefs @~/w', 'users update-prefs ada --prefs @~/w', 'fish'],
  // Of a file and a folder, only the folder can be meant.
  ['sandbox start --data y', 'sandbox start --data y\\ folder/'],
  // A path of the server is none of this machine.
  ['sandbox start --keep-processing a', 'sandbox start --keep-processing a'],
  ['api GET a', 'api GET a'],
];

/** Settings that change what words and lists are, or let a failed test or an unset variable end the shell. */
const settings: Readonly<Partial<Record<DrivenShell, readonly string[]>>> = {
  bash: [
    'set -o errexit -o nounset -o pipefail -o noclobber -o noglob',
    'shopt -s nullglob failglob dotglob nocasematch extglob',
    "IFS='a01/|-'",
  ],
  zsh: [
    'setopt ksh_arrays sh_word_split glob_subst warn_create_global warn_nested_var no_unset no_clobber pipe_fail',
    'setopt null_glob csh_null_glob err_return no_nomatch ksh_glob rc_expand_param',
    "IFS='a01/|-'",
  ],
};

describe.each(['bash', 'zsh', 'fish'] as const)('paths in %s', (shell) => {
  const able = canType(shell);
  const suffix = unless(able, shell);

  it.skipIf(!able)(`completes and quotes the names of files${suffix}`, async () => {
    const cwd = folder();
    const words = (line: string) => line.replace(/ ?[^ ]*$/, '').split(' ');
    const lead = (line: string) => line.slice(line.lastIndexOf(' ') + 1);
    const cases = [
      ...names.map((name) => [places[0]!, name] as const),
      ...places.map((place) => [place, names[1]!] as const),
    ];
    const typed = cases.map(([place, name]) => `appwrite-cli ${place}${[...name][0]}`);
    const { lines } = await typeAndTab(shell, typed, { env: { PATH: path() }, cwd });
    expect(await wordsOf(shell, lines, cwd)).toEqual(
      cases.map(([place, name]) => [...words(place), lead(place) + name]),
    );
    expect(existsSync(join(cwd, 'pwned'))).toBe(false);
  });

  it.skipIf(!able)(`completes folders, quoted beginnings and paths in the home folder${suffix}`, async () => {
    const cwd = folder();
    const own = completed.filter(([, , ...shells]) => shells.length === 0 || shells.includes(shell));
    const typed = own.map(([line]) => `appwrite-cli ${line}`);
    const { lines } = await typeAndTab(shell, typed, { env: { PATH: path(), HOME: cwd }, cwd });
    expect(lines).toEqual(own.map(([, then]) => `appwrite-cli ${then.replace('HOME', cwd)}`));
  });

  const setUp = settings[shell];
  it.skipIf(!able || !setUp)(
    `completes whatever options and separators the user has set${suffix}`,
    async () => {
      const cwd = folder();
      const ids = `printf '%s\\t%s\\n' 'a-0' 'with a name'`;
      const env = { PATH: `${programs({ 'appwrite-cli': ids })}:${process.env.PATH}` };
      const lines = [
        ['appwrite-cli data', 'appwrite-cli databases '],
        ['appwrite-cli databases list-at', 'appwrite-cli databases list-attributes '],
        ['appwrite-cli databases list --for', 'appwrite-cli databases list --format '],
        ['appwrite-cli databases list --format=js', 'appwrite-cli databases list --format=json '],
        ['appwrite-cli databases list --sort na', 'appwrite-cli databases list --sort name '],
        [
          'appwrite-cli functions create --api-version 1.5 --runtime bu',
          'appwrite-cli functions create --api-version 1.5 --runtime bun-1.0 ',
        ],
        ['appwrite-cli databases get a', 'appwrite-cli databases get a-0 '],
        ['appwrite-cli nothing no', 'appwrite-cli nothing no'],
        ['appwrite-cli storage upload photos b', "appwrite-cli storage upload photos b\\ it\\'s.json "],
        ['appwrite-cli storage upload photos w', 'appwrite-cli storage upload photos w\\ folder/'],
        ['appwrite-cli sandbox run -- appwrite-cl', 'appwrite-cli sandbox run -- appwrite-cli '],
      ];
      const typed = lines.map(([line]) => line!);
      const then = await typeAndTab(shell, typed, { env, cwd, setUp: setUp! });
      expect(then.lines).toEqual(lines.map(([, line]) => line));
      expect(then.shown).not.toMatch(/unbound|not set|created globally|in enclosing scope|bad|error/);
    },
  );
});

const path = () => `${programs({ 'appwrite-cli': 'exit 1' })}:${process.env.PATH}`;

function folder(): string {
  const cwd = temporaryFolder();
  for (const name of [...names, 'y file', '~z']) writeFileSync(join(cwd, name), '');
  for (const name of ['w folder', 'y folder']) mkdirSync(join(cwd, name));
  writeFileSync(join(cwd, 'w folder', "x it's"), '');
  return cwd;
}
