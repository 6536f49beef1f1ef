import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, chownSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { configFile, mode, put, stored, temporaryFolder } from './kit.ts';

let bundle: string;
const isRoot = process.geteuid?.() === 0;
const nobody = 65_534;

beforeAll(async () => {
  bundle = mkdtempSync(join(tmpdir(), 'appwrite-cli-bundle-'));
  chmodSync(bundle, 0o755);
  await build({
    entryPoints: [join(import.meta.dirname, 'children/add-profiles.ts')],
    outdir: bundle,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    outExtension: { '.js': '.mjs' },
    banner: {
      js: "import { createRequire as __r } from 'node:module'; const require = __r(import.meta.url);",
    },
  });
});
afterAll(() => rmSync(bundle, { recursive: true, force: true }));

interface ChildOptions {
  readonly home: string;
  readonly umask?: string;
  /** A shell's words in front, such as `ulimit -f 1;`. */
  readonly before?: string;
  readonly uid?: number;
}

/** Starts a process that adds these profiles on a signal. */
async function startChild(names: readonly string[], { home, umask = '022', before = '', uid }: ChildOptions) {
  const script = join(bundle, 'add-profiles.mjs');
  const child = spawn('sh', ['-c', `${before} exec "$@"`, 'sh', process.execPath, script, umask, ...names], {
    env: { HOME: home, PATH: process.env.PATH },
    stdio: ['pipe', 'pipe', 'pipe'],
    cwd: home,
    ...(uid !== undefined && { uid, gid: uid }),
  });
  let output = '';
  child.stderr.setEncoding('utf8').on('data', (text) => {
    output += text;
  });
  const closed = once(child, 'close');
  await Promise.race([once(child.stdout, 'data'), closed]);
  child.stdout.setEncoding('utf8').on('data', (text) => {
    output += text;
  });
  return {
    /** @returns what it said, which is nothing when all went well */
    async finish(): Promise<string> {
      child.stdin.end('go\n');
      const [code] = await closed;
      return code === 0 ? output : `${output}exit code ${code}`;
    },
  };
}

async function runChild(names: readonly string[], options: ChildOptions): Promise<string> {
  return (await startChild(names, options)).finish();
}

const profileNames = (home: string) => stored({ home }).profiles.map(({ name }: { name: string }) => name);

describe('updateConfig in concurrent processes', () => {
  it('keeps the profiles of all twelve writers', async () => {
    const home = temporaryFolder();
    const names = Array.from({ length: 12 }, (_, index) => `profile-${index}`);
    const children = await Promise.all(names.map((name) => startChild([name], { home })));
    const said = await Promise.all(children.map((child) => child.finish()));
    expect(said.join('')).toBe('');
    expect(profileNames(home).sort()).toEqual([...names].sort());
    expect(names).toContain(stored({ home }).current);
    expect(readdirSync(dirname(configFile({ home })))).toEqual(['config.json']);
  }, 120_000);

  it('shows readers a complete file at any moment', async () => {
    const home = temporaryFolder();
    const names = Array.from({ length: 15 }, (_, index) => `profile-${index}`);
    put(configFile({ home }), { version: 1, profiles: [] });
    let writing = true;
    const writers = Promise.all([
      runChild(names.slice(0, 8), { home }),
      runChild(names.slice(8), { home }),
    ]).then((said) => {
      writing = false;
      return said.join('');
    });
    const sizes = new Set<number>();
    while (writing) {
      sizes.add(stored({ home }).profiles.length);
      await new Promise((resolve) => setImmediate(resolve));
    }
    expect(await writers).toBe('');
    expect(sizes.size).toBeGreaterThan(2);
    expect(profileNames(home)).toHaveLength(15);
  }, 60_000);
});

describe('modes of the config folder and file', () => {
  it.each(['000', '022', '777'])('are 0700 and 0600 under the umask %s', async (umask) => {
    const home = temporaryFolder();
    // Modes do not restrict root, so the child drops root if the tests have it.
    const asNobody = isRoot ? { uid: nobody } : {};
    if (isRoot) chownSync(home, nobody, nobody);
    expect(await runChild(['a', 'b'], { home, umask, ...asNobody })).toBe('');
    const file = configFile({ home });
    expect([mode(dirname(dirname(file))), mode(dirname(file)), mode(file)]).toEqual(['0700', '0700', '0600']);
    expect(profileNames(home)).toEqual(['a', 'b']);
  });
});

describe('updateConfig on a full disk', () => {
  it('leaves the old file unchanged, reports the error, and leaves no draft', async () => {
    const home = temporaryFolder();
    expect(await runChild(['a'], { home })).toBe('');
    const before = readFileSync(configFile({ home }), 'utf8');
    const many = Array.from({ length: 20 }, (_, index) => `profile-${index}`);
    // The file may grow to 512 or 1024 bytes; what is longer is cut off without an error.
    const said = await runChild(many, { home, before: 'ulimit -f 1;' });
    expect(said).toMatch(/^1 can't write .*config\.json: /);
    const after = stored({ home });
    expect(after.profiles[0]).toEqual(JSON.parse(before).profiles[0]);
    expect(after.profiles.length).toBeLessThan(10);
    expect(readdirSync(dirname(configFile({ home })))).toEqual(['config.json']);
  });
});

describe.skipIf(process.platform === 'win32')('a home folder that can’t be written', () => {
  it('reports what to do instead', async () => {
    const home = temporaryFolder();
    mkdirSync(join(home, 'locked'));
    chmodSync(join(home, 'locked'), 0o555);
    if (isRoot) chmodSync(home, 0o755);
    const asNobody = isRoot ? { uid: nobody } : {};
    const said = await runChild(['a'], { home: join(home, 'locked'), ...asNobody });
    expect(said).toMatch(/^1 can't write .*appwrite-cli: permission denied\n$/);
    chmodSync(join(home, 'locked'), 0o755);
  });

  it.skipIf(!isRoot)('refuses to read or write a file of another user', async () => {
    const home = temporaryFolder();
    const file = put(configFile({ home }), { version: 1, profiles: [] });
    for (const path of [home, dirname(dirname(file)), dirname(file), file]) chownSync(path, nobody, nobody);
    expect(await runChild(['a'], { home })).toMatch(
      /^1 the config file .*config\.json belongs to another user/,
    );
    expect(stored({ home }).profiles).toEqual([]);
  });
});
