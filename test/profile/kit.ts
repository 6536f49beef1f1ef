import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { PassThrough } from 'node:stream';
import { onTestFinished } from 'vitest';
import type { Context } from '../../src/context.ts';
import type { CliError } from '../../src/errors.ts';
import type { Keyring } from '../../src/profile/keyring.ts';
import { noTransport } from '../kit/transport.ts';

/** Creates a folder that is deleted after the test. */
export function temporaryFolder(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'appwrite-cli-profile-')));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Creates a context on Linux without a terminal, with an empty home folder. Its time passes only during `sleep`. */
export function testContext(changes: Partial<Context> = {}): Context & { home: string } {
  const home = changes.home ?? temporaryFolder();
  let time = 1_700_000_000_000;
  return {
    stdin: new PassThrough(),
    stdout: new PassThrough(),
    stderr: new PassThrough(),
    env: {},
    cwd: home,
    platform: 'linux',
    uid: process.geteuid?.(),
    program: [process.execPath, 'appwrite-cli.js'],
    now: () => time,
    utcOffsetMinutes: () => 0,
    sleep: async (delayMs) => {
      time += delayMs;
    },
    openTransport: noTransport,
    signal: new AbortController().signal,
    ...changes,
    home,
  };
}

/** Returns the path of the context's config file. */
export function configFile({ home }: { home: string }): string {
  return join(home, '.config', 'appwrite-cli', 'config.json');
}

/** Writes a file and the folders it needs. */
export function put(path: string, content: unknown): string {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

/** The config file as JSON. */
export function stored(context: { home: string }) {
  return JSON.parse(readFileSync(configFile(context), 'utf8'));
}

/** A file's permissions, as in `0600`. */
export function mode(path: string): string {
  return (statSync(path).mode & 0o777).toString(8).padStart(4, '0');
}

/** Returns the error that a function throws or rejects with. */
export async function caught(run: () => unknown): Promise<CliError> {
  try {
    await run();
  } catch (error) {
    return error as CliError;
  }
  throw new Error('nothing was thrown');
}

/** A keyring in memory. */
export function memoryKeyring(): Keyring & { entries: Map<string, string> } {
  const entries = new Map<string, string>();
  return {
    entries,
    get: async (account) => entries.get(account),
    set: async (account, secret) => void entries.set(account, secret),
    delete: async (account) => void entries.delete(account),
  };
}

/** A keyring that never answers in time. */
export const silentKeyring: Keyring = {
  get: () => Promise.reject(new Error('no answer')),
  set: () => Promise.reject(new Error('no answer')),
  delete: () => Promise.reject(new Error('no answer')),
};
