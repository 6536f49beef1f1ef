import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { type BundledPackage, bundledPackages, licensesText } from '../../scripts/licenses.mjs';
import { builtChunks, runCommand, sharedFolder } from '../kit/program.ts';

const root = join(import.meta.dirname, '../..');
const folder = sharedFolder();
/** The folder that the package is installed into. */
const prefix = sharedFolder();
const hasMan = spawnSync('man', ['--version']).status === 0;

/** Runs npm without its network and its scripts: the program is built already. */
async function npm(...argv: string[]): Promise<string> {
  const settings = { npm_config_cache: join(folder, 'cache'), npm_config_update_notifier: 'false' };
  const result = await runCommand('npm', [...argv, '--offline', '--ignore-scripts', '--loglevel=error'], {
    env: { ...settings, HOME: folder },
    cwd: root,
  });
  expect(result.code, result.stderr).toBe(0);
  return result.stdout;
}

interface Packed {
  readonly filename: string;
  readonly unpackedSize: number;
  readonly files: readonly { readonly path: string; readonly mode: number }[];
}

/** All that may be in the package, and what must be. */
const allowed = [
  /^(package\.json|README\.md|LICENSE|SECURITY\.md)$/,
  /^bin\/(appwrite-cli\.js|package\.json)$/,
  /^dist\/([\w.-]+\.cjs|THIRD_PARTY_LICENSES|help-pages)$/,
  /^dist\/library\.(mjs|d\.[cm]ts)$/,
  /^dist\/runners\/\w+\.\w+$/,
  /^completions\/(appwrite-cli\.(bash|fish|ps1)|_appwrite-cli)$/,
  /^man\/appwrite-cli\.1$/,
];
const required = [
  'package.json',
  'README.md',
  'LICENSE',
  'SECURITY.md',
  'bin/appwrite-cli.js',
  'bin/package.json',
  'dist/boot.cjs',
  'dist/main.cjs',
  'dist/library.mjs',
  'dist/library.d.mts',
  'dist/library.d.cts',
  'dist/runners/docker.cjs',
  'dist/runners/node.cjs',
  'dist/runners/php.php',
  'dist/runners/python.py',
  'dist/runners/ruby.rb',
  'dist/THIRD_PARTY_LICENSES',
  'dist/help-pages',
  'man/appwrite-cli.1',
  'completions/appwrite-cli.bash',
  'completions/_appwrite-cli',
  'completions/appwrite-cli.fish',
  'completions/appwrite-cli.ps1',
];

describe('the package', () => {
  let packed: Packed;
  beforeAll(async () => {
    [packed] = JSON.parse(await npm('pack', '--json', '--pack-destination', folder)) as [Packed];
  });

  it('holds what runs, and nothing else', () => {
    const paths = packed.files.map(({ path }) => path);
    expect(paths.filter((path) => !allowed.some((form) => form.test(path)))).toEqual([]);
    expect(required.filter((path) => !paths.includes(path))).toEqual([]);
    expect(packed.unpackedSize).toBeLessThan(7_400_000);
  });

  it('needs no other package to run, and asks for the Node that it runs on', () => {
    const { dependencies, engines, scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    expect(dependencies).toBeUndefined();
    expect(engines).toEqual({ node: '>=20.19' });
    expect(Object.keys(scripts)).not.toContain('postinstall');
  });

  it('installs, and its command works', async () => {
    await npm('install', '--global', '--prefix', prefix, '--omit=optional', join(folder, packed.filename));
    const command = join(prefix, 'bin', 'appwrite-cli');
    const run = (...argv: string[]) => runCommand(command, argv, { cwd: folder });
    expect(await run('--version')).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
    });
    const listed = await run('sandbox', 'run', '--seed', '--', 'appwrite-cli', 'databases', 'list', '--json');
    expect(listed.code, listed.stderr).toBe(0);
    expect(JSON.parse(listed.stdout)).toMatchObject({ total: 1, databases: [{ $id: 'shop' }] });
    // npm links the page only if the field is a list; it ignores a text.
    const page = readFileSync(join(prefix, 'share/man/man1/appwrite-cli.1'), 'utf8');
    expect(page).toMatch(/^\.SH NAME\nappwrite\\-cli \\- /m);
  });

  it('is a library for ES modules and CommonJS, with types for both', async () => {
    const project = sharedFolder();
    writeFileSync(join(project, 'package.json'), '{"private":true}');
    await npm('install', '--prefix', project, '--omit=optional', join(folder, packed.filename));
    const use = `async function use() {
      const sandbox = await startSandbox({ seed: true });
      const found: string = (await sandbox.outbox()).map(({ subject }) => subject).join();
      await sandbox.reset();
      console.log(sandbox.project, found);
      await sandbox.close();
    }
    void use();
    // @ts-expect-error an option that does not exist
    void startSandbox({ sead: true }).catch(() => {});`;
    const imported = `import { startSandbox } from 'appwrite-cli/sandbox';\n${use}`;
    const required = `import library = require('appwrite-cli/sandbox');\nconst { startSandbox } = library;\n${use}`;
    const sources = { 'module.mts': imported, 'common.cts': required, 'bundled.ts': imported };
    for (const [name, text] of Object.entries(sources)) writeFileSync(join(project, name), text);
    const tsc = (...argv: string[]) =>
      runCommand(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), ...argv], {
        cwd: project,
      });
    const strict = ['--strict', '--exactOptionalPropertyTypes', '--typeRoots', root, '--types', ''];
    const lib = ['--target', 'es2022', '--lib', 'es2022,dom'];
    const node16 = ['--module', 'node16', '--moduleResolution', 'node16'];
    const bundler = ['--module', 'esnext', '--moduleResolution', 'bundler', '--noEmit'];
    expect(await tsc(...lib, ...strict, ...node16, 'module.mts', 'common.cts')).toMatchObject({
      stdout: '',
      code: 0,
    });
    expect(await tsc(...lib, ...strict, ...bundler, 'bundled.ts')).toMatchObject({ stdout: '', code: 0 });
    for (const program of ['module.mjs', 'common.cjs'])
      expect(await runCommand(process.execPath, [program], { cwd: project })).toMatchObject({
        stdout: 'sandbox \n',
        stderr: '',
        code: 0,
      });
    const resolved =
      "['bin/appwrite-cli.js', 'package.json'].map((each) => require.resolve('appwrite-cli/' + each))";
    expect(await runCommand(process.execPath, ['-e', resolved], { cwd: project })).toMatchObject({ code: 0 });
  });

  it.skipIf(!hasMan)(
    `has a page that man shows${hasMan ? '' : ' (skipped: man is not installed)'}`,
    async () => {
      const env = { MANPATH: join(prefix, 'share/man'), MANWIDTH: '80' };
      const shown = await runCommand('man', ['appwrite-cli'], { cwd: folder, env });
      expect(shown.stdout).toContain('administer Appwrite projects from the command line');
    },
  );
});

describe('the licences of what is bundled', () => {
  let packages: BundledPackage[];
  beforeAll(() => {
    packages = bundledPackages(builtChunks().flatMap(({ moduleIds }) => moduleIds));
  });

  it('are all in the package', () => {
    const text = readFileSync(join(root, 'dist/THIRD_PARTY_LICENSES'), 'utf8');
    expect(text).toBe(licensesText(packages));
    for (const name of ['commander', 'undici', 'jmespath', 'yaml']) expect(text).toContain(`\n${name} `);
  });

  it('allow to be bundled', () => {
    const free = /^\(?(MIT|ISC|BSD-[23]-Clause|Apache-2\.0|0BSD|Zlib)( AND (MIT|Zlib))?\)?$/;
    const others = packages.filter(({ license }) => !free.test(license ?? ''));
    // It says so in a file only, which has the words of MIT.
    expect(others.map(({ name }) => name)).toEqual(['exif-parser']);
    expect(others[0]?.texts.join()).toContain('The MIT License');
  });
});
