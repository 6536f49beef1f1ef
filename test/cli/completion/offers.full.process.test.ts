import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { startSandbox } from '../../../src/sandbox/server.ts';
import { cheapHashing } from '../../kit/password-hashing.ts';
import { temporaryFolder } from '../../kit/program.ts';
import {
  answeringProgram,
  bashOffers,
  bashPackage,
  canType,
  type DrivenShell,
  fishOffers,
  folderWithFiles,
  has,
  programs,
  realProgram,
  typeAndTab,
  unless,
} from './shells.ts';

/** A line, and all words that are offered at its end. */
const offered: readonly (readonly [line: string, words: readonly string[]])[] = [
  ['appwrite-cli data', ['databases']],
  ['appwrite-cli databases list --for', ['--format']],
  [
    'appwrite-cli databases list --format ',
    ['table', 'json', 'ndjson', 'yaml', 'csv', 'tsv', 'markdown', 'raw'],
  ],
  ['appwrite-cli databases list -f n', ['ndjson']],
  ['appwrite-cli functions create --runtime node-1', ['node-14.5', 'node-16.0', 'node-18.0', 'node-19.0']],
  ['appwrite-cli databases update --enabled ', ['true', 'false']],
  ['appwrite-cli databases update --no-e', ['--no-enabled']],
  ['appwrite-cli databases create-ip-attribute --no-a', ['--no-array']],
  ['appwrite-cli databases update-ip-attribute --no-d', ['--no-default']],
  ['appwrite-cli api G', ['GET']],
  ['appwrite-cli users delete-mfa-authenticator ada ', ['totp']],
  ['appwrite-cli users delete-mfa-authenticator --user-id ada ', ['totp']],
  ['appwrite-cli completion b', ['bash']],
  // Global flags may stand anywhere, and their values are not taken for commands.
  ['appwrite-cli --format json data', ['databases']],
  ['appwrite-cli -q databases --json list-at', ['list-attributes']],
  ['appwrite-cli databases --format=json list-at', ['list-attributes']],
  // Aliases for older scripts are accepted but not offered.
  ['appwrite-cli databases listDoc', []],
  ['appwrite-cli databases listDocuments shop products --cursor-a', ['--cursor-after']],
  // Flags on the line are not offered again unless they are repeatable.
  ['appwrite-cli databases list --json --js', []],
  ['appwrite-cli databases list --where x --sort y --sor', ['--sort']],
  // A variadic flag takes words up to the next flag.
  ['appwrite-cli databases create-index shop products --orders ASC DESC --typ', ['--type']],
  ['appwrite-cli databases create-index shop products --orders ASC --type f', ['fulltext']],
  ['appwrite-cli databases create-document shop products --data a=1 b:=2 --document-', ['--document-id']],
  // Flags of arguments that are given are not offered.
  ['appwrite-cli users get --user-i', ['--user-id']],
  ['appwrite-cli users get ada --user-i', []],
  ['appwrite-cli databases get-document shop --database-id', []],
  ['appwrite-cli databases get-document shop --collection-id', ['--collection-id']],
  ['appwrite-cli databases get-document --collection-id products shop --document-i', ['--document-id']],
  // Flags are offered only for words that begin with a dash.
  ['appwrite-cli databases list ', []],
  ['appwrite-cli users get ada ', []],
  ['appwrite-cli profile use shop ', []],
  ['appwrite-cli whoami ', []],
  // Help takes a topic, or the words of a command.
  ['appwrite-cli hel', ['help']],
  ['appwrite-cli help env', ['environment']],
  ['appwrite-cli help login', ['login']],
  ['appwrite-cli help databases list-at', ['list-attributes']],
  ['appwrite-cli help --no-color completion ins', ['install']],
  ['appwrite-cli help databases list-documents ', []],
  ['appwrite-cli help environment ', []],
  ['appwrite-cli help login ', []],
  // A condition begins with an attribute.
  ['appwrite-cli databases list --where na', ['name']],
  ['appwrite-cli users delete-many --where ema', ['email', 'emailVerification']],
  // No word after -- is a flag.
  ['appwrite-cli databases list -- --for', []],
  ['appwrite-cli nothing no', []],
  // Groups, commands, flags, choices and fields are those of the version that the line names, or else of the default.
  ['appwrite-cli --api-version 1.8 site', ['sites']],
  ['appwrite-cli --api-version=1.8.1 site', ['sites']],
  ['appwrite-cli functions create-b', ['create-build']],
  ['appwrite-cli functions --api-version 1.8 create-v', ['create-variable', 'create-vcs-deployment']],
  ['appwrite-cli functions create-v', ['create-variable']],
  ['appwrite-cli functions create --api-version 1.6 --scop', ['--scopes']],
  ['appwrite-cli --api-version 1.6 functions create --runtime node-2', ['node-20.0', 'node-21.0', 'node-22']],
  ['appwrite-cli --api-version 1.8 functions list --fields latestDeploymentS', ['latestDeploymentStatus']],
  ['appwrite-cli functions list --fields latestDeploymentS', []],
  ['appwrite-cli commands --js', ['--json']],
];

/** A line before and after TAB. */
const completed: readonly (readonly [line: string, then: string])[] = [
  ['appwrite-cli data', 'appwrite-cli databases '],
  ['true && appwrite-cli data', 'true && appwrite-cli databases '],
  ['A=b appwrite-cli data', 'A=b appwrite-cli databases '],
  ['appwrite-cli databases list-at', 'appwrite-cli databases list-attributes '],
  ['appwrite-cli databases list --for', 'appwrite-cli databases list --format '],
  ['appwrite-cli databases list --format js', 'appwrite-cli databases list --format json '],
  ['appwrite-cli databases list --format=js', 'appwrite-cli databases list --format=json '],
  ['appwrite-cli functions create --runtime bu', 'appwrite-cli functions create --runtime bun-1.0 '],
  ['appwrite-cli databases update --enabled f', 'appwrite-cli databases update --enabled false '],
  ['appwrite-cli databases get s', 'appwrite-cli databases get shop '],
  ['appwrite-cli databases get --database-id=s', 'appwrite-cli databases get --database-id=shop '],
  ['appwrite-cli databases list-collections ', 'appwrite-cli databases list-collections shop '],
  ['appwrite-cli storage create-file b --file c', 'appwrite-cli storage create-file b --file cat.png '],
  ['appwrite-cli storage create-file b --file pic', 'appwrite-cli storage create-file b --file pictures/'],
  [
    'appwrite-cli databases create-document a b --data @c',
    'appwrite-cli databases create-document a b --data @cat.png ',
  ],
  [
    'appwrite-cli databases create-document a b --data=@c',
    'appwrite-cli databases create-document a b --data=@cat.png ',
  ],
  ['appwrite-cli sandbox start --data p', 'appwrite-cli sandbox start --data pictures/'],
  ['appwrite-cli help databases list-at', 'appwrite-cli help databases list-attributes '],
  // TAB adds nothing if no word is possible.
  ['appwrite-cli databases list ', 'appwrite-cli databases list '],
  ['appwrite-cli profile use my\\ profile ', 'appwrite-cli profile use my\\ profile '],
  [
    'appwrite-cli databases create-document shop products --data ti',
    'appwrite-cli databases create-document shop products --data title=',
  ],
  [
    'appwrite-cli databases create-document shop products --data=pri',
    'appwrite-cli databases create-document shop products --data=price:=',
  ],
  [
    'appwrite-cli databases create-document shop products --data title=Lamp sto',
    'appwrite-cli databases create-document shop products --data title=Lamp stock:=',
  ],
  [
    'appwrite-cli databases create-document shop products --data @c',
    'appwrite-cli databases create-document shop products --data @cat.png ',
  ],
  [
    'appwrite-cli databases update-documents shop products --set title=x sto',
    'appwrite-cli databases update-documents shop products --set title=x stock:=',
  ],
  [
    'appwrite-cli databases delete-documents shop products mug lam',
    'appwrite-cli databases delete-documents shop products mug lamp ',
  ],
  [
    'appwrite-cli databases update-document shop products --data title=Lamp lam',
    'appwrite-cli databases update-document shop products --data title=Lamp lamp ',
  ],
];

/** The same for lines that the shells complete differently. */
const perShell: readonly (readonly [DrivenShell, line: string, then: string])[] = [
  ['bash', "appwrite-cli databases list --fields '$id,na", "appwrite-cli databases list --fields '$id,name'"],
  ['bash', 'appwrite-cli databases list --fields "$i', 'appwrite-cli databases list --fields "\\$id"'],
  ['bash', 'appwrite-cli databases list --fields=$i', 'appwrite-cli databases list --fields=\\$id'],
  ['bash', 'appwrite-cli databases list --format "js', 'appwrite-cli databases list --format "json" '],
  ['bash', 'appwrite-cli databases list --where na', 'appwrite-cli databases list --where name'],
  ['bash', "appwrite-cli databases list --where 'na", "appwrite-cli databases list --where 'name'"],
  ['zsh', 'appwrite-cli databases list --where na', 'appwrite-cli databases list --where name'],
  ['zsh', "appwrite-cli databases list --where 'na", "appwrite-cli databases list --where 'name"],
  ['fish', 'appwrite-cli databases list --where na', 'appwrite-cli databases list --where name '],
  [
    'bash',
    'appwrite-cli databases delete-documents shop products --where pri',
    'appwrite-cli databases delete-documents shop products --where price',
  ],
  ['zsh', "appwrite-cli databases list --fields '$id,na", "appwrite-cli databases list --fields '$id,name,"],
  ['zsh', 'appwrite-cli databases list --fields=na', 'appwrite-cli databases list --fields=name,'],
  [
    'fish',
    "appwrite-cli databases list --fields '$id,na",
    "appwrite-cli databases list --fields '$id,name' ",
  ],
  ['fish', 'appwrite-cli databases list --sort \\$cr', 'appwrite-cli databases list --sort \\$createdAt '],
];

describe.each([
  ['bash', has('bash'), bashOffers],
  ['fish', has('fish'), fishOffers],
] as const)('%s', (shell, present, offers) => {
  let all: Promise<string[][]> | undefined;

  it.skipIf(!present).each(offered.map(([line, words], index) => [line, words, index] as const))(
    `offers at the end of "%s"${unless(present, shell)}`,
    async (_line, words, index) => {
      all ??= offers(offered.map(([line]) => line));
      expect((await all)[index]!.sort()).toEqual([...words].sort());
    },
  );
});

describe.each([
  ['bash', '', false],
  ['bash', ' with bash-completion', true],
  ['zsh', '', false],
  ['fish', '', false],
] as const)('%s%s at a terminal', (shell, _, bashCompletion) => {
  const able = canType(shell) && (!bashCompletion || existsSync(bashPackage));

  it.skipIf(!able)(`completes lines on TAB${unless(able, shell)}`, async () => {
    await using server = await sandbox();
    const lines = [...completed, ...perShell.flatMap(([own, ...line]) => (own === shell ? [line] : []))];
    const program = await answeringProgram(server.env);
    const env = { PATH: `${programs({ 'appwrite-cli': program })}:${process.env.PATH}` };
    const typed = lines.map(([line]) => line);
    const then = await typeAndTab(shell, typed, { env, cwd: folderWithFiles(), bashCompletion });
    expect(then.lines).toEqual(lines.map(([, line]) => line));
  });

  it.skipIf(!able)(`starts a program only for IDs of the server${unless(able, shell)}`, async () => {
    const folder = temporaryFolder();
    const alarm = `touch '${join(folder, 'started')}'; exit 1`;
    const path = `${programs({ 'appwrite-cli': alarm, node: alarm })}:${process.env.PATH}`;
    const env = { PATH: path, APPWRITE_API_VERSION: '1.5' };
    const lines = completed.slice(0, 9);
    const typed = lines.map(([line]) => line);
    const then = await typeAndTab(shell, typed, { env, bashCompletion });
    expect(then.lines).toEqual(lines.map(([, line]) => line));
    expect(existsSync(join(folder, 'started'))).toBe(false);
    await typeAndTab(shell, ['appwrite-cli databases get '], { env });
    expect(existsSync(join(folder, 'started'))).toBe(true);
  });

  it.skipIf(!able)(
    `completes for the version of the profile or the variable${unless(able, shell)}`,
    async () => {
      const config = temporaryFolder();
      const profile = { name: 'shop', endpoint: 'https://shop.test/v1', serverVersion: '1.8.1' };
      const old = { ...profile, name: 'old', serverVersion: '1.5.7' };
      const text = JSON.stringify({ version: 1, current: 'shop', profiles: [profile, old] });
      writeFileSync(join(config, 'config.json'), text, { mode: 0o600 });
      const settings = { APPWRITE_CLI_CONFIG_DIR: config };
      const path = `${programs({ 'appwrite-cli': await answeringProgram(settings) })}:${process.env.PATH}`;
      const env = { ...settings, PATH: path };
      const lines = [
        ['appwrite-cli functions create-te', 'appwrite-cli functions create-template-deployment '],
        ['appwrite-cli --profile old functions create-te', 'appwrite-cli --profile old functions create-te'],
        [
          'appwrite-cli --profile old functions create-bu',
          'appwrite-cli --profile old functions create-build ',
        ],
      ];
      const then = await typeAndTab(
        shell,
        lines.map(([line]) => line!),
        { env, bashCompletion },
      );
      expect(then.lines).toEqual(lines.map(([, line]) => line));
      const byVariable = { env: { ...env, APPWRITE_API_VERSION: '1.5' }, bashCompletion };
      const { lines: of1_5 } = await typeAndTab(shell, ['appwrite-cli functions create-bu'], byVariable);
      expect(of1_5).toEqual(['appwrite-cli functions create-build ']);
    },
  );

  it.skipIf(!able)(`completes the command after sandbox run --${unless(able, shell)}`, async () => {
    const env = { PATH: `${programs({ 'appwrite-cli': realProgram })}:${process.env.PATH}` };
    const lines = ['appwrite-cli sandbox run --seed -- appwrite-cli dat'];
    const { lines: then } = await typeAndTab(shell, lines, { env, bashCompletion });
    const whole = shell !== 'bash' || bashCompletion;
    expect(then).toEqual([whole ? 'appwrite-cli sandbox run --seed -- appwrite-cli databases ' : lines[0]]);
  });
});

/** A seeded sandbox, with the variables of its connection. */
async function sandbox() {
  const server = await startSandbox({ passwordHashing: cheapHashing, seed: true });
  return {
    env: {
      APPWRITE_ENDPOINT: server.endpoint,
      APPWRITE_PROJECT_ID: server.project,
      APPWRITE_API_KEY: server.apiKey,
    },
    [Symbol.asyncDispose]: () => server.close(),
  };
}
