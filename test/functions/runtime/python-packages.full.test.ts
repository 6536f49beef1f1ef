import { chmodSync, existsSync, lstatSync, mkdirSync, realpathSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { wordsOfFunction } from '../../../src/functions/pack/contents.ts';
import { buildCode } from '../../../src/functions/runtime/build.ts';
import { parseRuntime } from '../../../src/functions/runtime/environment.ts';
import { findInterpreter } from '../../../src/functions/runtime/interpreters.ts';
import { startFunction } from '../../../src/functions/runtime/start.ts';
import type { Interpreter } from '../../../src/functions/runtime/types.ts';
import { missing } from '../../kit/languages.ts';
import { temporaryFolder } from '../../kit/program.ts';
import { request } from './kit.ts';

const { env, platform } = process;
const runtime = parseRuntime('python-3.11')!;
const ofBuild = { PATH: env.PATH!, HOME: env.HOME ?? '/', OPEN_RUNTIMES_ENTRYPOINT: 'main.py' };

/** Writes a function that uses a package, and returns what a build needs. */
function project() {
  const folder = temporaryFolder();
  const source = join(folder, 'source');
  mkdirSync(source);
  writeFileSync(
    join(source, 'main.py'),
    'import installed\n\ndef main(context):\n    return context.res.send(installed.TEXT)\n',
  );
  return {
    folder,
    source,
    builds: join(folder, 'builds'),
    runtime,
    entrypoint: 'main.py',
    words: wordsOfFunction('greet'),
    env: ofBuild,
    platform,
  };
}

/** Stands for `pip install`, without a network. */
const install = `python -c "import site; open(site.getsitepackages()[0] + '/installed.py', 'w').write('TEXT = \\"ok\\"')"`;

/**
 * Returns a Python that runs a command to add pip to a new environment, since the real one takes seconds. That of Debian
 * fails to, without the package python3-venv.
 */
async function pythonWith(folder: string, addPip: string): Promise<Interpreter> {
  const { path, version } = await findInterpreter(runtime, { env, platform });
  const wrapper = join(folder, 'python');
  writeFileSync(
    wrapper,
    `#!/bin/sh\ncase "$*" in *without-pip*) exec '${path}' "$@" ;; esac\n'${path}' -m venv --without-pip "$3" && ${addPip}\n`,
  );
  chmodSync(wrapper, 0o755);
  return { path: wrapper, version };
}

const absent = missing('python3');

describe.skipIf(absent !== undefined)(`a build for Python${absent ? ` (skipped: ${absent})` : ''}`, () => {
  it('installs packages where only the function sees them', async () => {
    const { folder, ...rest } = project();
    const interpreter = await pythonWith(folder, 'touch "$3/bin/pip" && chmod +x "$3/bin/pip"');
    const built = await buildCode({ ...rest, interpreter, commands: `command -v pip; ${install}` });
    expect(built).toMatchObject({ isReady: true, log: `${built.code.folder}/.appwrite-venv/bin/pip\n` });
    const started = await startFunction({ runtime, code: built.code, interpreter, env: ofBuild });
    expect((await started.call(request(), 15)).body.toString()).toBe('ok');
    await started.stop(0);
  });

  it('tells pip where to install if Python has none for an environment', async () => {
    const { folder, ...rest } = project();
    const interpreter = await pythonWith(folder, 'exit 1');
    const { isReady, log, code } = await buildCode({ ...rest, interpreter, commands: 'echo $PIP_PYTHON' });
    expect({ isReady, log }).toEqual({ isReady: true, log: `${code.folder}/.appwrite-venv/bin/python\n` });
  });

  it('fails with the reason if there is no environment at all', async () => {
    const { folder: _, ...rest } = project();
    const interpreter = { path: '/usr/bin/false', version: '3.11.0' };
    expect(await buildCode({ ...rest, interpreter, commands: 'true' })).toMatchObject({
      isReady: false,
      log: 'No virtual environment could be made for python-3.11: exit code 1\n',
    });
  });
});

it.each(['.venv', 'venv'])(
  'uses the environment %s of the user if there are no commands, and never writes to it',
  async (name) => {
    const { folder: _, ...rest } = project();
    const own = join(rest.source, name);
    mkdirSync(join(own, 'bin'), { recursive: true });
    writeFileSync(join(own, 'pyvenv.cfg'), '');
    writeFileSync(join(own, 'bin', 'python'), '');
    const interpreter = { path: '/usr/bin/true', version: '3.11.0' };
    const ignore = [`/${name}`];
    const { code } = await buildCode({ ...rest, ignore, interpreter, commands: '' });
    const used = join(code.folder, '.appwrite-venv');
    expect(realpathSync(used)).toBe(realpathSync(own));
    const built = await buildCode({ ...rest, ignore, interpreter, commands: 'true' });
    const made = join(built.code.folder, '.appwrite-venv');
    expect(existsSync(made) && lstatSync(made).isSymbolicLink()).toBe(false);
    expect(existsSync(join(own, 'pyvenv.cfg'))).toBe(true);
  },
);
