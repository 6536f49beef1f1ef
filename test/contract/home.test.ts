import { chmodSync, chownSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { envFor } from '../kit/env.ts';
import { json, startFaults } from '../kit/faults.ts';
import { runLine } from '../kit/in-process.ts';
import { temporaryFolder } from '../kit/program.ts';
import { TestStorage } from '../kit/storage.ts';
import { valid } from '../kit/valid-answers.ts';

describe('a home', () => {
  const add = [
    'profile',
    'add',
    'work',
    '--endpoint',
    'http://127.0.0.1:9/v1',
    '--project',
    'shop',
    '--api-key-stdin',
  ];
  const stdin = 'canary-key-0123456789\n';

  it('stores profiles with spaces and other characters in its name', async () => {
    const home = join(temporaryFolder(), 'Ada & Grace\'s "Hōme" 家 $x');
    mkdirSync(home);
    expect((await runLine(add, { home, stdin })).stderr).toContain('Saved profile work. Using profile work.');
    const { stdout } = await runLine(['profile', 'list', '--json'], { home });
    expect(JSON.parse(stdout)).toMatchObject({ profiles: [{ name: 'work', project: 'shop' }] });
    const folder = join(home, '.config', 'appwrite-cli');
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(statSync(join(folder, 'config.json')).mode & 0o777).toBe(0o600);
  });

  it('stops neither uploads nor imports if it is not writable', async () => {
    const storage = new TestStorage();
    await using server = await startFaults((exchange) =>
      (exchange.hit.url.includes('/storage/') ? storage.behaviour : valid)(exchange),
    );
    const cwd = temporaryFolder();
    const around = { env: envFor(server.endpoint), home: '/proc', cwd };
    writeFileSync(join(cwd, 'big.bin'), Buffer.alloc(6 * 1024 * 1024));
    const up = await runLine(['storage', 'create-file', 'photos', '--file', 'big.bin'], around);
    expect(up.code, up.stderr).toBe(0);
    expect(storage.posts).toEqual(['bytes 0-5242879/6291456', 'bytes 5242880-6291455/6291456']);
    writeFileSync(join(cwd, 'users.ndjson'), '{"name":"Ada"}');
    const result = await runLine(['users', 'import', 'users.ndjson'], around);
    expect(result.code, result.stderr).toBe(0);
    expect(result.stderr).toMatch(/^warning: .* can't be recorded in \/proc\//m);
  });

  it.skipIf(process.getuid?.() !== 0)(
    'is left alone if the config folder belongs to another user',
    async () => {
      const home = temporaryFolder();
      await runLine(add, { home, stdin });
      const folder = join(home, '.config', 'appwrite-cli');
      const file = join(folder, 'config.json');
      const before = readFileSync(file, 'utf8');
      for (const path of [folder, file]) chownSync(path, 4711, 4711);
      const listed = await runLine(['profile', 'list'], { home, cwd: temporaryFolder() });
      expect(listed.stderr).toMatch(
        /^error: the config file .* belongs to another user and is not read\nhint: /,
      );
      expect(listed).toMatchObject({ code: 1, stdout: '' });
      const added = await runLine(add.with(2, 'other'), { home, stdin, cwd: temporaryFolder() });
      expect(added.stderr).toMatch(/^error: .* belongs to another user/);
      expect(added.code).toBe(1);
      expect(readFileSync(file, 'utf8')).toBe(before);
      expect(readdirSync(folder)).toEqual(['config.json']);
    },
  );

  it("below a folder that others can write to does not make a repository's file trusted", async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'appwrite.json'), '{"projectId":"evil"}');
    chmodSync(folder, 0o777);
    const home = join(folder, 'home');
    mkdirSync(join(home, 'work'), { recursive: true });
    await using server = await startFaults(json({ total: 0, databases: [] }));
    const result = await runLine(['databases', 'list'], {
      env: { ...envFor(server.endpoint), APPWRITE_PROJECT_ID: '' },
      home,
      cwd: join(home, 'work'),
    });
    expect(result.code).toBe(3);
    expect(server.hits).toEqual([]);
  });
});
