// The tour of `npm run demo`: runs real commands against a seeded sandbox and shows their output and exit codes.
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const launcher = join(root, 'bin', 'appwrite-cli.js');

/** Title, command and expected exit code of each step. */
const steps = [
  ['The databases of the project', 'appwrite-cli databases list', 0],
  [
    'Create a document; numbers keep every digit',
    `appwrite-cli databases create-document shop products --document-id kettle --data title=Kettle price:=34.5 stock:=9007199254740993`,
    0,
  ],
  [
    'List documents with a condition, dearest first',
    `appwrite-cli databases list-documents shop products --where 'price > 20' --sort -price --fields '$id,title,price,stock'`,
    0,
  ],
  [
    'Upload a file',
    `appwrite-cli storage create-file photos --file README.md --permissions 'read("any")' --fields name,sizeOriginal,mimeType`,
    0,
  ],
  ['JSON for scripts', `appwrite-cli users list --json --filter 'users[].email'`, 0],
  [
    'See a request without sending it',
    `appwrite-cli databases create --database-id shop-2 --name 'Second shop' --dry-run`,
    0,
  ],
  [
    'An error names what is wrong, and its exit code says which kind',
    'appwrite-cli databases get nowhere',
    4,
  ],
];

function build() {
  if (existsSync(join(root, 'dist', 'main.cjs'))) return;
  const { status } = spawnSync(process.execPath, [join(root, 'scripts', 'build.mjs')], {
    cwd: root,
    stdio: 'inherit',
  });
  if (status !== 0) process.exit(status ?? 1);
}

async function tour() {
  const isPaced = Boolean(process.stdin.isTTY && process.stdout.isTTY && !process.env.CI);
  for (const [index, [why, command, expected]] of steps.entries()) {
    if (isPaced && index > 0 && !(await keyPressed())) break;
    console.log(`\n# ${why}\n$ ${command}`);
    const { status } = spawnSync(command, {
      cwd: root,
      shell: true,
      stdio: ['ignore', 'inherit', 'inherit'],
    });
    if (expected !== 0) console.log(`(exit ${status})`);
    if (status !== expected) {
      console.error(`demo: expected exit ${expected}, got ${status}`);
      process.exit(1);
    }
  }
  console.log(ending);
}

const ending = `
That was a sandbox: an Appwrite inside this program, gone when the demo ends. To stay in one, with the same shop in it:

  node bin/appwrite-cli.js sandbox shell --seed

README.md shows the rest, and how to use a project of your own.`;

/** Waits for a key. @returns {Promise<boolean>} false for q, Escape, Ctrl-C or Ctrl-D: the end of the tour */
async function keyPressed() {
  const question = 'Press a key to go on, q to leave. ';
  process.stdout.write(`\n${question}`);
  process.stdin.setRawMode(true);
  process.stdin.resume();
  const [key] = await once(process.stdin, 'data');
  process.stdin.pause();
  process.stdin.setRawMode(false);
  process.stdout.write(`\r${' '.repeat(question.length)}\r`);
  return !['q', 'Q', '\x1b', '\x03', '\x04'].includes(String(key));
}

if (process.argv[2] === 'tour') await tour();
else {
  build();
  const inSandbox = [
    'sandbox',
    'run',
    '--seed',
    '--',
    process.execPath,
    fileURLToPath(import.meta.url),
    'tour',
  ];
  process.exitCode = spawnSync(process.execPath, [launcher, ...inSandbox], { stdio: 'inherit' }).status ?? 1;
}
