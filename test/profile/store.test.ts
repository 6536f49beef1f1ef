import { execFileSync } from 'node:child_process';
import { chmodSync, lstatSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Context } from '../../src/context.ts';
import { currentProfile, readConfig } from '../../src/profile/read-config.ts';
import { readSecret } from '../../src/profile/secret.ts';
import { addProfile, removeProfile, updateProfile, useProfile } from '../../src/profile/store.ts';
import {
  caught,
  configFile,
  memoryKeyring,
  mode,
  put,
  silentKeyring,
  stored,
  temporaryFolder,
  testContext,
} from './kit.ts';

const endpoint = 'https://host/v1';
const key = { kind: 'key', secret: 'standard_canary_1a2b' } as const;
const session = { kind: 'console', secret: 'console_canary_3c4d' } as const;
const currentName = (context: Context) => currentProfile(readConfig(context))?.name;

describe('addProfile', () => {
  it('stores profiles in the order of adding', async () => {
    const context = testContext();
    await addProfile(context, { name: 'shop', endpoint, project: 'p1', locale: 'de', credential: key });
    await addProfile(context, { name: '0', endpoint, credential: session });
    expect(stored(context)).toEqual({
      version: 1,
      current: 'shop',
      profiles: [
        {
          name: 'shop',
          endpoint,
          project: 'p1',
          locale: 'de',
          credential: { kind: 'key', store: 'file', secret: key.secret },
        },
        { name: '0', endpoint, credential: { kind: 'console', store: 'file', secret: session.secret } },
      ],
    });
    expect(readConfig(context)).toEqual(stored(context));
  });

  it('makes the first profile current, also after the current one was removed', async () => {
    const context = testContext();
    await addProfile(context, { name: 'a', endpoint });
    await addProfile(context, { name: 'b', endpoint });
    expect(currentName(context)).toBe('a');
    await removeProfile(context, 'a');
    expect(currentName(context)).toBeUndefined();
    await addProfile(context, { name: 'c', endpoint });
    expect(currentName(context)).toBe('c');
  });

  it('replaces a profile only if asked to', async () => {
    const context = testContext();
    await addProfile(context, { name: 'a', endpoint, project: 'p1', credential: key });
    const error = await caught(() => addProfile(context, { name: 'a', endpoint, project: 'p2' }));
    expect(error).toMatchObject({ exitCode: 2, hint: expect.stringContaining('profile remove a') });
    expect(stored(context).profiles[0].project).toBe('p1');
    await addProfile(context, { name: 'a', endpoint, project: 'p2' }, { replace: true });
    expect(stored(context).profiles).toEqual([{ name: 'a', endpoint, project: 'p2' }]);
  });

  it('quotes the name in the command of a hint', async () => {
    const context = testContext();
    const unknown = await caught(() => removeProfile(context, "Ann's shop"));
    expect(unknown).toMatchObject({ hint: expect.stringContaining(String.raw`profile add 'Ann'\''s shop'`) });
    await addProfile(context, { name: 'my shop', endpoint });
    const taken = await caught(() => addProfile(context, { name: 'my shop', endpoint }));
    expect(taken).toMatchObject({ hint: expect.stringContaining("profile remove 'my shop'") });
  });

  it('keeps unknown members of the file', async () => {
    const context = testContext();
    put(configFile(context), {
      version: 1,
      theme: 'dark',
      profiles: [{ name: 'a', endpoint, note: 'mine' }],
    });
    await addProfile(context, { name: 'b', endpoint });
    expect(stored(context)).toMatchObject({ theme: 'dark', profiles: [{ note: 'mine' }, { name: 'b' }] });
  });
});

describe('changes of a stored profile', () => {
  it('change only the given values with updateProfile', async () => {
    const context = testContext();
    await addProfile(context, { name: 'a', endpoint, project: 'p1', locale: 'de', credential: key });
    await updateProfile(context, 'a', { project: 'p2' });
    expect(stored(context).profiles[0]).toMatchObject({
      project: 'p2',
      locale: 'de',
      credential: { secret: key.secret },
    });
    await updateProfile(context, 'a', { credential: session });
    expect(stored(context).profiles[0]).toMatchObject({ project: 'p2', credential: { kind: 'console' } });
    await updateProfile(context, 'a', { credential: null });
    expect(stored(context).profiles[0]).toEqual({ name: 'a', endpoint, project: 'p2', locale: 'de' });
  });

  it('make a profile current with useProfile', async () => {
    const context = testContext();
    await addProfile(context, { name: 'a', endpoint });
    await addProfile(context, { name: 'b', endpoint });
    await useProfile(context, 'b');
    expect(currentName(context)).toBe('b');
  });

  it.each([
    ['use', (context: Context) => useProfile(context, 'sho')],
    ['update', (context: Context) => updateProfile(context, 'sho', { project: 'p' })],
    ['remove', (context: Context) => removeProfile(context, 'sho')],
  ])('refuse an unknown name and list the known ones: %s', async (_, change) => {
    const context = testContext();
    await addProfile(context, { name: 'shop', endpoint });
    await addProfile(context, { name: 'team', endpoint });
    expect(await caught(() => change(context))).toMatchObject({
      exitCode: 2,
      message: 'there is no profile "sho"',
      hint: 'profiles: shop, team',
    });
    const empty = testContext();
    expect(await caught(() => change(empty))).toMatchObject({
      exitCode: 2,
      hint: expect.stringContaining('login'),
    });
    expect(readdirSync(empty.home)).toEqual([]);
  });
});

describe('secrets in the keyring', () => {
  it('are stored there and not in the file, and can be read back', async () => {
    const context = testContext();
    const keyring = memoryKeyring();
    await addProfile(context, { name: 'a', endpoint, credential: key }, { keyring });
    expect(readFileSync(configFile(context), 'utf8')).not.toContain(key.secret);
    expect([...keyring.entries.values()]).toEqual([key.secret]);
    const profile = currentProfile(readConfig(context))!;
    expect(await readSecret(profile, profile.credential!, keyring)).toBe(key.secret);
  });

  it('are deleted on replacement, logout and removal', async () => {
    const context = testContext();
    const keyring = memoryKeyring();
    await addProfile(context, { name: 'a', endpoint, credential: key }, { keyring });
    await addProfile(context, { name: 'a', endpoint, credential: session }, { keyring, replace: true });
    expect([...keyring.entries.values()]).toEqual([session.secret]);
    await updateProfile(context, 'a', { project: 'p' }, { keyring });
    expect(keyring.entries.size).toBe(1);
    expect(await updateProfile(context, 'a', { credential: null }, { keyring })).toEqual({
      oldSecretDeleted: true,
    });
    expect(keyring.entries.size).toBe(0);
    await updateProfile(context, 'a', { credential: key }, { keyring });
    expect(await removeProfile(context, 'a', { keyring })).toEqual({ oldSecretDeleted: true });
    expect(keyring.entries.size).toBe(0);
  });

  it('are stored in the file if the keyring does not answer', async () => {
    const context = testContext();
    await addProfile(context, { name: 'a', endpoint, credential: key }, { keyring: silentKeyring });
    expect(stored(context).profiles[0].credential).toEqual({
      kind: 'key',
      store: 'file',
      secret: key.secret,
    });
  });

  it('are reported as left over if the keyring no longer answers', async () => {
    for (const later of [undefined, silentKeyring]) {
      const context = testContext();
      await addProfile(context, { name: 'a', endpoint, credential: key }, { keyring: memoryKeyring() });
      expect(await removeProfile(context, 'a', { keyring: later })).toEqual({ oldSecretDeleted: false });
      expect(stored(context).profiles).toEqual([]);
    }
  });

  it('are deleted again if the config can’t be written', async () => {
    const context = testContext();
    put(configFile(context), 'half a {');
    const keyring = memoryKeyring();
    await caught(() => addProfile(context, { name: 'a', endpoint, credential: key }, { keyring }));
    expect(keyring.entries.size).toBe(0);
  });

  it.each([
    ['nobody may ask it', undefined, 'at a terminal'],
    ['it does not answer', silentKeyring, 'does not answer'],
    ['it has lost it', memoryKeyring(), 'no longer has it'],
  ])('fail with exit 3 if %s', async (_, keyring, reason) => {
    const profile = {
      name: 'a',
      endpoint,
      credential: { kind: 'key', store: 'keyring', account: 'a 1' },
    } as const;
    expect(await caught(() => readSecret(profile, profile.credential, keyring))).toMatchObject({
      exitCode: 3,
      message: expect.stringContaining(reason),
      hint: expect.stringContaining('APPWRITE_API_KEY'),
    });
  });
});

describe('a config file that can’t be used', () => {
  it.each([
    [
      'cut in half',
      '{"version":1,"profiles":[{"name":"a","endpoint":"https://host/v1","credential":{"kind":"key","store":"file","secret":"can',
    ],
    ['empty', ''],
    ['newer', '{"version":2,"profiles":[],"vault":"x"}'],
    ['of another program', '{"theme":"dark"}'],
  ])('refuses every change and changes no byte: %s', async (_, content) => {
    const context = testContext();
    const path = put(configFile(context), content);
    const changes = [
      () => addProfile(context, { name: 'b', endpoint, credential: key }),
      () => addProfile(context, { name: 'b', endpoint, credential: key }, { replace: true }),
      () => updateProfile(context, 'a', { project: 'p' }),
      () => removeProfile(context, 'a'),
      () => useProfile(context, 'a'),
      () => readConfig(context),
    ];
    for (const change of changes) {
      expect(await caught(change)).toMatchObject({ exitCode: 1, message: expect.stringContaining(path) });
    }
    expect(readFileSync(path, 'utf8')).toBe(content);
    expect(readdirSync(dirname(path))).toEqual(['config.json']);
  });

  it('refuses a file or folder of another user', async () => {
    const context = testContext();
    await addProfile(context, { name: 'a', endpoint });
    const before = readFileSync(configFile(context), 'utf8');
    const stranger = { ...context, uid: 12_345 };
    expect(await caught(() => addProfile(stranger, { name: 'b', endpoint }))).toMatchObject({
      exitCode: 1,
      message: expect.stringContaining('belongs to another user'),
      hint: expect.stringContaining('APPWRITE_CLI_CONFIG_DIR'),
    });
    expect(readFileSync(configFile(context), 'utf8')).toBe(before);
  });
});

describe('folders that can’t be written', () => {
  it('name the variables to set without a home folder', async () => {
    const context = { ...testContext(), home: undefined };
    expect(readConfig(context).profiles).toEqual([]);
    expect(await caught(() => addProfile(context, { name: 'a', endpoint }))).toMatchObject({
      exitCode: 1,
      message: expect.stringContaining('HOME'),
    });
  });

  it('report a file in the place of the folder', async () => {
    const context = testContext();
    put(join(context.home, '.config'), 'not a folder');
    expect(readConfig(context).profiles).toEqual([]);
    expect(await caught(() => addProfile(context, { name: 'a', endpoint }))).toMatchObject({
      exitCode: 1,
      message: expect.stringContaining(dirname(configFile(context))),
      hint: expect.stringContaining('APPWRITE_CLI_CONFIG_DIR'),
    });
  });

  it.each([
    ['pipe', 'it is not a file', (path: string) => void execFileSync('mkfifo', [path])],
    ['folder', 'it is a folder', (path: string) => mkdirSync(path)],
  ])('do not block on a %s in place of the file', async (_, reason, make) => {
    const context = testContext();
    mkdirSync(dirname(configFile(context)), { recursive: true });
    make(configFile(context));
    expect(await caught(() => readConfig(context))).toMatchObject({
      exitCode: 1,
      message: expect.stringContaining(reason),
    });
  });
});

describe('the config folder', () => {
  it('gets mode 0700 if it holds nothing else, and the file 0600', async () => {
    const context = testContext();
    put(configFile(context), { version: 1, profiles: [] });
    chmodSync(dirname(configFile(context)), 0o755);
    await addProfile(context, { name: 'a', endpoint });
    expect([mode(dirname(configFile(context))), mode(configFile(context))]).toEqual(['0700', '0600']);
  });

  it('keeps its mode if it holds other files', async () => {
    const folder = temporaryFolder();
    put(join(folder, 'README.md'), '');
    chmodSync(folder, 0o755);
    await addProfile(testContext({ env: { APPWRITE_CLI_CONFIG_DIR: folder } }), { name: 'a', endpoint });
    expect([mode(folder), mode(join(folder, 'config.json'))]).toEqual(['0755', '0600']);
  });

  it('keeps its mode if it is shared, even if it is empty', async () => {
    const folder = temporaryFolder();
    chmodSync(folder, 0o1777);
    await addProfile(testContext({ env: { APPWRITE_CLI_CONFIG_DIR: folder } }), { name: 'a', endpoint });
    expect(mode(folder)).toBe('0777');
  });

  it('keeps a link to the file, and replaces the target', async () => {
    const context = testContext();
    const real = put(join(context.home, 'dotfiles/config.json'), { version: 1, profiles: [] });
    mkdirSync(dirname(configFile(context)), { recursive: true });
    symlinkSync(real, configFile(context));
    await addProfile(context, { name: 'a', endpoint });
    expect(lstatSync(configFile(context)).isSymbolicLink()).toBe(true);
    expect(readFileSync(real, 'utf8')).toContain('"a"');
  });

  it('holds only the file afterwards, even after a killed process', async () => {
    const context = testContext();
    const folder = dirname(configFile(context));
    put(join(folder, 'config.draft.json'), '{"secret":"old');
    put(join(folder, 'config.draft.json.tmp-1700000000abcdef'), '{"secret":"old');
    await addProfile(context, { name: 'a', endpoint });
    expect(readdirSync(folder)).toEqual(['config.json']);
  });
});
