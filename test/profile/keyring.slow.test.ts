import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import type { Context } from '../../src/context.ts';
import { systemKeyring } from '../../src/profile/keyring.ts';
import { caught, put, temporaryFolder, testContext } from './kit.ts';

const terminal = () => Object.assign(new PassThrough(), { isTTY: true });

/** Creates a package with the interface of the real one, which stores its entries in a file and can be made to hang. */
function fakeLibrary(folder: string): string {
  const entries = JSON.stringify(join(folder, 'entries.json'));
  return put(
    join(folder, 'library.cjs'),
    `const fs = require('node:fs');
    const read = () => (fs.existsSync(${entries}) ? JSON.parse(fs.readFileSync(${entries}, 'utf8')) : {});
    const write = (all) => fs.writeFileSync(${entries}, JSON.stringify(all));
    exports.Entry = class {
      constructor(service, account, options) {
        if (account === 'hangs') for (;;) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
        if (account === 'breaks') throw new Error('canary-secret');
        this.name = [service, options.linux.store, account].join('/');
      }
      getPassword() { return read()[this.name] ?? null; }
      setPassword(secret) { write({ ...read(), [this.name]: secret }); }
      deletePassword() { const all = read(); delete all[this.name]; write(all); }
    };`,
  );
}

/** @param timeoutMs long by default: a child may take seconds to start on a busy machine */
function keyringAtTerminal(folder: string, timeoutMs = 20_000) {
  const context = testContext({ stderr: terminal(), env: { NODE_OPTIONS: '--no-such-option' } });
  return systemKeyring(context, fakeLibrary(folder), timeoutMs)!;
}

describe('systemKeyring', () => {
  it('stores, reads and deletes secrets, in the Secret Service only', async () => {
    const folder = temporaryFolder();
    const keyring = keyringAtTerminal(folder);
    const secret = 'a "quoted" secret, with ünicode';
    expect(await keyring.get('shop')).toBeUndefined();
    await keyring.set('shop', secret);
    expect(JSON.parse(readFileSync(join(folder, 'entries.json'), 'utf8'))).toEqual({
      'appwrite-cli/secret-service/shop': secret,
    });
    expect(await keyring.get('shop')).toBe(secret);
    await keyring.delete('shop');
    expect(await keyring.get('shop')).toBeUndefined();
  });

  it('kills a keyring that hangs in native code', async () => {
    const keyring = keyringAtTerminal(temporaryFolder(), 1000);
    expect(await caught(() => keyring.get('hangs'))).toMatchObject({
      message: 'the system keyring does not answer',
    });
    expect(await caught(() => keyring.set('hangs', 's'.repeat(1_000_000)))).toBeInstanceOf(Error);
  });

  it('does not repeat the library’s error', async () => {
    const error = await caught(() => keyringAtTerminal(temporaryFolder()).set('breaks', 'canary-secret'));
    expect(String(error)).not.toContain('canary');
    expect(error.cause).toBeUndefined();
  });

  it.each<[string, Partial<Context>]>([
    ['without a terminal', {}],
    ['with CI set', { stdin: terminal(), stderr: terminal(), env: { CI: 'true' } }],
  ])('is undefined %s', (_, changes) => {
    expect(systemKeyring(testContext(changes), '/library.cjs')).toBeUndefined();
  });

  it('is undefined if its package is missing', () => {
    expect(systemKeyring(testContext({ stderr: terminal() }), null)).toBeUndefined();
  });

  it.each(['stdin', 'stdout', 'stderr'] as const)('is available if %s is a terminal', (stream) => {
    expect(systemKeyring(testContext({ [stream]: terminal() }), '/library.cjs')).toBeDefined();
  });
});
