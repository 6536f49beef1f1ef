import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ExitCode } from '../../../src/errors.ts';
import { parseRuntime } from '../../../src/functions/runtime/environment.ts';
import {
  findInterpreter,
  InterpreterMissing,
  versionWarning,
} from '../../../src/functions/runtime/interpreters.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'appwrite-cli interpreters '));
});
afterEach(() => rmSync(folder, { recursive: true }));

const node = parseRuntime('node-18.0')!;
const self = { path: process.execPath, version: process.versions.node };

/** Writes a program that tells a version, in a folder of its own; returns its path. */
function program(name: string, script: string, at = name): string {
  mkdirSync(join(folder, at), { recursive: true });
  const path = join(folder, at, name);
  writeFileSync(path, `#!/bin/sh\n${script}\n`);
  chmodSync(path, 0o755);
  return path;
}

const find = (folders: readonly string[], override?: string) =>
  findInterpreter(node, {
    env: { PATH: folders.map((name) => join(folder, name)).join(delimiter) },
    platform: process.platform,
    override,
  });

describe('findInterpreter', () => {
  it('finds the first on PATH that tells a version', async () => {
    program('node', 'exit 127', 'broken');
    mkdirSync(join(folder, 'folder/node'), { recursive: true });
    const path = program('node', 'echo v18.20.4', 'right');
    program('node', 'echo v20.1.0', 'later');
    expect(await find(['none', 'folder', 'broken', 'right', 'later'])).toEqual({ path, version: '18.20.4' });
  });

  it('takes the Node.js that runs this process if PATH has none', async () => {
    expect(await find(['none'])).toEqual(self);
  });

  it('takes the one that is asked for', async () => {
    const path = program('my node', 'echo v19.0.0');
    expect(await find([], path)).toEqual({ path, version: '19.0.0' });
  });

  it.each([
    ['is absent', () => join(folder, 'gone')],
    ['is another program', () => program('other', 'echo hello')],
  ])('refuses an asked one that %s', async (_, path) => {
    await expect(find([], path())).rejects.toMatchObject({
      exitCode: ExitCode.usage,
      message: expect.stringContaining('--interpreter'),
    });
  });

  it('story 20: tells which programs are missing, in which place, and how to get them', async () => {
    const runtime = parseRuntime('dart-3.1')!;
    const missing = await findInterpreter(runtime, { env: {}, platform: 'linux' }).catch(
      (error: unknown) => error,
    );
    expect(missing).toBeInstanceOf(InterpreterMissing);
    expect(missing).toMatchObject({
      exitCode: ExitCode.usage,
      message: expect.stringContaining('dart-3.1'),
      hint: expect.stringContaining('--docker'),
    });
  });
});

describe('versionWarning', () => {
  it.each([
    ['node-18.0', '18.20.4', false],
    ['node-18.0', '20.20.2', true],
  ])('story 23: compares %s with %s: %s', (id, version, warns) => {
    const warning = versionWarning(parseRuntime(id)!, { path: '/bin/x', version });
    if (warns) expect(warning).toMatch(new RegExp(`${id}.*${version}`));
    else expect(warning).toBeUndefined();
  });
});
