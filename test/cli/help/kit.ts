import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { packTar } from 'modern-tar';
import { onTestFinished } from 'vitest';
import { consoleGroups } from '../../../src/api/console/index.ts';
import { fingerprint } from '../../../src/project/plan/fingerprint.ts';
import { writePlan } from '../../../src/project/plan/json.ts';
import { createSandbox, type Sandbox } from '../../../src/sandbox/sandbox.ts';
import { seedAccount } from '../../../src/sandbox/seed-account.ts';
import { startSandbox } from '../../../src/sandbox/server.ts';
import { makeBackup } from '../../kit/backup.ts';
import { consoleOperations, publicOperations } from '../../kit/catalogue.ts';
import { type RunResult, runLine } from '../../kit/in-process.ts';
import { cheapHashing } from '../../kit/password-hashing.ts';
import { launcher, runCommand, temporaryFolder } from '../../kit/program.ts';
import { sandboxEndpoint, sandboxEnv, sandboxTransport } from '../../kit/sandbox-transport.ts';
import { planOf } from '../../project/apply/kit.ts';

/** A line of shell with its expected exit code: `… # exit 4`. */
export interface Example {
  readonly line: string;
  readonly exitCode: number;
}

export function readExample(text: string): Example {
  const [, line = text, code = '0'] = /^(.*?)\s+# exit (\d+)$/.exec(text) ?? [];
  return { line, exitCode: Number(code) };
}

/** True if an example runs without a shell and without the built program. */
export function runsInProcess(text: string): boolean {
  return plainCommand(readExample(text).line) !== undefined;
}

/** Runs a line of shell on a seeded sandbox, in a folder with the files that it names. */
export async function runExample(line: string): Promise<RunResult> {
  const folder = exampleFolder(line);
  const config = join(folder, 'config');
  mkdirSync(config, { mode: 0o700 });
  const { argv, input } = plainCommand(line) ?? {};
  if (!argv) return runInShell(line, folder, config);

  const sandbox = await (onlyReads(argv) ? sandboxToRead() : ownSandbox());
  const surroundings = {
    env: { ...sandboxEnv(sandbox), APPWRITE_CLI_CONFIG_DIR: config },
    transport: sandboxTransport(sandbox),
    cwd: folder,
    home: folder,
    launcher,
  };
  if ((argv[0] === 'profile' && argv[1] !== 'add') || argv[0] === 'logout') {
    await runLine(['profile', 'add', 'staging', '--endpoint', sandboxEndpoint], surroundings);
  }
  if (needsConsoleLogin(argv)) {
    const login = ['login', '--endpoint', sandboxEndpoint, '--email', seedAccount.email, '--password-stdin'];
    await runLine([...login, '--without-project'], { ...surroundings, stdin: seedAccount.password });
  }
  const stdin = input === undefined ? '' : readFileSync(join(folder, input), 'utf8');
  return runLine(argv, { ...surroundings, stdin });
}

const seeded = { passwordHashing: cheapHashing, seed: true, asyncDelayMs: 1 };

async function ownSandbox(): Promise<Sandbox> {
  const sandbox = await createSandbox(seeded);
  onTestFinished(() => sandbox.close());
  return sandbox;
}

/** The sandbox of all examples that change nothing on the server. */
let shared: Promise<Sandbox> | undefined;

function sandboxToRead(): Promise<Sandbox> {
  shared ??= createSandbox(seeded);
  return shared;
}

/** Has to be called after the examples of a file. */
export async function closeSharedSandbox(): Promise<void> {
  await (await shared)?.close();
  shared = undefined;
}

function onlyReads([group, command]: readonly string[]): boolean {
  return publicOperations.some(
    (one) => one.group === group && one.command === command && one.method === 'GET',
  );
}

/** Runs a line as `sandbox run --seed` would, without a process for the sandbox. */
async function runInShell(line: string, folder: string, config: string): Promise<RunResult> {
  const sandbox = await startSandbox(seeded);
  onTestFinished(() => sandbox.close());
  const bin = join(folder, 'bin');
  mkdirSync(bin);
  symlinkSync(launcher, join(bin, 'appwrite-cli'));
  const env = {
    APPWRITE_ENDPOINT: sandbox.endpoint,
    APPWRITE_PROJECT_ID: sandbox.project,
    APPWRITE_API_KEY: sandbox.apiKey,
    APPWRITE_CLI_CONFIG_DIR: config,
    PATH: [bin, process.env.PATH].join(delimiter),
  };
  return runCommand('sh', ['-c', line], { cwd: folder, env });
}

/** True for the commands of the console's own API, which the API key of the sandbox is not for. */
function needsConsoleLogin([group, command]: readonly string[]): boolean {
  return (
    consoleGroups.some(({ name }) => name === group) ||
    consoleOperations.some((operation) => operation.group === group && operation.command === command)
  );
}

/**
 * Parses a line that can run in this process: this program alone, with stdin from a file at most.
 * @returns undefined if the line needs a shell or a child process
 */
function plainCommand(line: string): { argv: string[]; input: string | undefined } | undefined {
  const [, command = line, input] = /^(.*) < (\S+\.txt)$/.exec(line) ?? [];
  const words = command.match(/(?:'[^']*'|"[^"]*"|[^\s'"])+/g) ?? [];
  const isPlain = words.every((word) => /^(?:'[^']*'|"[^"$`\\]*"|[^'"`$|&;<>\\])+$/.test(word));
  if (words[0] !== 'appwrite-cli') return undefined;
  if (!isPlain || line.includes(' -- ')) return undefined;
  const argv = words.slice(1).map((word) => word.replace(/'([^']*)'|"([^"]*)"/g, '$1$2'));
  return { argv, input };
}

const pixel =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';

/** Matches a line that writes a file, with `*` in place of the file's name. */
const writes = /(-o|--out|>) \* /;

const source = 'export default ({ res }) => res.send("Hello");\n';
const code = await packTar([{ header: { name: 'index.js', size: source.length }, body: source }]);

/** Files that lines read, by their path. */
const inputs: Readonly<Record<string, string | Uint8Array>> = {
  'cat.png': Buffer.from(pixel, 'base64'),
  'dog.png': Buffer.from(pixel, 'base64'),
  'pictures/cat.jpg': Buffer.from(pixel, 'base64'),
  'backup/cat.png': Buffer.from(pixel, 'base64'),
  'backup/.appwrite-files.json':
    '{"version":1,"bucket":"photos","files":[{"path":"cat.png","id":"cat","name":"cat.png","permissions":[]}]}',
  'changes.txt': 'users update-labels ada --labels admin\nusers list\n',
  'hello.tar.gz': gzipSync(code),
  'hello/src/main.js': source,
  'kettle.json': '{"title":"Kettle","price":34.5}',
  'key.txt': 'standard_0123456789abcdef',
  '.env': 'API_KEY=standard_0123456789abcdef\n',
  'leavers.csv': '$id\nada\ngrace\n',
  'message.txt': 'The kettles are here.\n',
  'products.csv': 'sku,title,price\nkettle,Kettle,34.5\n',
  'products.ndjson': '{"title":"Kettle","price":34.5}\n',
  'password.txt': 'correct horse battery staple\n',
  'users.csv':
    'email,password\njoan@example.com,$2y$10$abcdefghijklmnopqrstuuJ2bmUXqYUrLrYOnyyHLP3fn8vzbyFHe\n',
  'users.ndjson': '{"email":"joan@example.com"}\n',
  'scrub.yml': 'users:\n  email: fake email\n',
  'query.graphql': '{ localeGet { country } }\n',
};

/** Matches a line of a command about the project file. */
const readsProjectFile = /^appwrite-cli (check|diff|plan|push)\b/;

const projectFiles: Readonly<Record<string, string>> = {
  'appwrite.json': '{"databases":[{"$id":"shop","name":"Shop"}]}',
  'appwrite.prod.json': '{"projectId":"sandbox"}',
  'plan.json': writePlan({ ...planOf(), fingerprint: fingerprint(planOf()) }),
};

/** Matches a line that runs a function of the project file. */
const runsFunction = /^appwrite-cli functions trigger\b/;

const functionFiles: Readonly<Record<string, string>> = {
  'appwrite.json': JSON.stringify({
    functions: [
      {
        ...{ $id: 'hello', name: 'Hello', runtime: 'node-20.0', entrypoint: 'main.js', path: 'hello' },
        events: ['users.*.create'],
      },
    ],
  }),
  'hello/main.js': "module.exports = ({ res }) => res.send('Hello');\n",
};

/** Matches the name of a backup that a line reads. */
const readsBackup = /(?:--incremental|backup verify|backup restore) ([\w-]+)/;

/** Creates a folder with the files that a line reads. */
function exampleFolder(line: string): string {
  const folder = temporaryFolder();
  const [, backup] = readsBackup.exec(line) ?? [];
  const origin = { endpoint: sandboxEndpoint, projectId: 'sandbox' };
  if (backup !== undefined) makeBackup(join(folder, backup), { origin, parts: [[{ kind: 'users' }, []]] });
  const files = {
    ...inputs,
    ...(readsProjectFile.test(line) && projectFiles),
    ...(runsFunction.test(line) && functionFiles),
  };
  for (const [path, content] of Object.entries(files)) {
    const [named = path] = path.split('/');
    if (
      ((path in inputs || path === 'plan.json') && !line.includes(named)) ||
      writes.test(`${line} `.replaceAll(path, '*'))
    )
      continue;
    mkdirSync(join(folder, dirname(path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
  return folder;
}
