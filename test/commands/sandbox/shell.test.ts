import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { shellFacts, shells } from '../../../src/commands/completion/shells.ts';
import { shellStart, userShell } from '../../../src/commands/sandbox/shell-start.ts';
import { has, unless } from '../../cli/completion/shells.ts';
import { type LineOptions, runLine } from '../../kit/in-process.ts';
import { launcher, runCommand, temporaryFolder } from '../../kit/program.ts';

/** Writes a script that stands for the user's shell. Its folder is its argument. */
function fakeShell(body: string): string {
  const path = join(temporaryFolder(), 'shell');
  writeFileSync(path, `#!/bin/sh\ncd '${dirname(path)}'\n${body}\n`);
  chmodSync(path, 0o755);
  return path;
}

const openShell = (shell: string, argv: readonly string[] = [], options: LineOptions = {}) => {
  const env = {
    SHELL: shell,
    PATH: process.env.PATH ?? '',
    NO_COLOR: '1',
    APPWRITE_PROFILE: 'prod',
    ...options.env,
  };
  return runLine(['sandbox', 'shell', ...argv], { terminal: true, ...options, env });
};

describe('sandbox shell', () => {
  it('opens the shell in the environment of a sandbox, and ends with its exit code', async () => {
    const shell = fakeShell('env | grep ^APPWRITE_ | cut -d= -f1 | sort > names; exit 7');
    const { code, stdout, stderr } = await openShell(shell, ['--seed']);
    expect(code).toBe(7);
    expect(stdout).toBe('');
    expect(stderr).toBe(
      'In this shell appwrite-cli talks to a sandbox, an Appwrite 1.5.7.\nTry: appwrite-cli databases list-documents shop products\nexit or Ctrl-D ends the shell and the sandbox.\n',
    );
    expect(
      readFileSync(join(dirname(shell), 'names'), 'utf8')
        .trim()
        .split('\n'),
    ).toEqual([
      ...['APPWRITE_API_KEY', 'APPWRITE_CLI_CONFIG_DIR', 'APPWRITE_ENDPOINT', 'APPWRITE_PROJECT_ID'],
      'APPWRITE_SANDBOX',
    ]);
    expect((await openShell(fakeShell('exit 0'), ['-q'])).stderr).toBe('');
  });

  it('hangs up on the shell when it is stopped: interactive shells ignore SIGTERM', async () => {
    const leave = new AbortController();
    const shell = fakeShell("trap '' TERM INT; trap 'exit 5' HUP; touch ready; while :; do sleep 0.05; done");
    const opened = openShell(shell, ['-q'], { signal: leave.signal });
    await vi.waitFor(() => existsSync(join(dirname(shell), 'ready')) || Promise.reject(), 20_000);
    leave.abort(new DOMException('SIGTERM', 'AbortError'));
    expect((await opened).code).toBe(5);
  });

  it.each([
    ['without a terminal', { terminal: false }, [], 'a shell needs a terminal'],
    ['with --no-input', {}, ['--no-input'], 'a shell needs input, and --no-input forbids it'],
  ])('refuses to open %s, and names sandbox run', async (_, options, argv, reason) => {
    expect(await openShell(fakeShell('exit 0'), argv, options)).toEqual({
      code: 2,
      stdout: '',
      stderr: `error: ${reason}\nhint: run a command instead: appwrite-cli sandbox run -- COMMAND\n`,
    });
  });

  it('reports a shell that is not there', async () => {
    expect(await openShell('/nowhere/zsh', ['-q'])).toMatchObject({
      code: 127,
      stderr: "error: can't run /nowhere/zsh: there is no such command\n",
    });
  });
});

describe('userShell', () => {
  it.each([
    [{ SHELL: '/bin/zsh' }, 'linux', '/bin/zsh'],
    [{ SHELL: '' }, 'darwin', '/bin/sh'],
    [{ ComSpec: 'C:\\cmd.exe' }, 'win32', 'C:\\cmd.exe'],
    [{}, 'win32', 'cmd.exe'],
  ] as const)('takes from %j on %s: %s', (env, platform, shell) => {
    expect(userShell({ env, platform })).toBe(shell);
  });
});

describe('shellStart', () => {
  const sandbox = {
    APPWRITE_ENDPOINT: 'http://127.0.0.1:1/v1',
    APPWRITE_API_KEY: "it's $SECRET",
    APPWRITE_SANDBOX: '1',
  };
  const setProduction = 'export APPWRITE_API_KEY=production APPWRITE_PROFILE=prod PATH=/usr/bin:/bin';
  const completionOf: Readonly<Record<string, string>> = Object.fromEntries(
    shells.map((shell) => [
      shell,
      join(dirname(dirname(launcher)), 'completions', shellFacts[shell].scriptFile),
    ]),
  );
  const show = 'env | grep ^APPWRITE_ | sort; echo "$PS1"; appwrite-cli';

  /** The user's own files, and a line that shows the shell's state. */
  const rows: readonly [
    shell: string,
    files: Readonly<Record<string, string>>,
    line: string,
    prompt: string,
  ][] = [
    [
      'bash',
      { '.bashrc': `${setProduction} PS1='mine$ '\nalias appwrite-cli=false` },
      show,
      '(sandbox) mine$ ',
    ],
    [
      'zsh',
      {
        '.zshenv': 'ZDOTDIR=$HOME/own',
        'own/.zshrc': `${setProduction} PS1='mine$ '\nalias appwrite-cli=false`,
      },
      `${show}; [[ $ZDOTDIR == $HOME/own ]] || echo $ZDOTDIR`,
      '(sandbox) mine$ ',
    ],
    [
      'fish',
      {
        '.config/fish/config.fish':
          'set -gx APPWRITE_API_KEY production; set -gx APPWRITE_PROFILE prod; set -gx PATH /usr/bin /bin; function fish_prompt; echo -n "mine> "; end',
      },
      'env | grep ^APPWRITE_ | sort; echo (fish_prompt); appwrite-cli',
      '(sandbox) mine> ',
    ],
    ['sh', { rc: `${setProduction}; PS1='mine$ '` }, show, '(sandbox) mine$ '],
  ];

  describe.each(rows)('for %s', (shell, files, line, prompt) => {
    const able = shell === 'sh' || has(shell);
    it.skipIf(!able)(`goes before the user's own files${unless(able, shell)}`, async () => {
      const home = temporaryFolder();
      for (const [name, body] of Object.entries(files)) {
        mkdirSync(dirname(join(home, name)), { recursive: true });
        writeFileSync(join(home, name), `${body}\n`);
      }
      const folder = temporaryFolder();
      const bin = join(folder, "b'in");
      mkdirSync(bin);
      writeFileSync(join(bin, 'appwrite-cli'), '#!/bin/sh\necho started\n', { mode: 0o755 });
      const place = { folder, bin, variables: sandbox, completion: completionOf[shell] };
      const start = shellStart(`/bin/${shell}`, { ...place, env: { ENV: join(home, 'rc') } });
      mkdirSync(join(folder, 'shell'));
      for (const [name, body] of Object.entries(start.files))
        writeFileSync(join(folder, 'shell', name), body);
      expect(start.args.join(' ')).not.toContain('SECRET');
      const env = { HOME: home, PATH: process.env.PATH!, TERM: 'dumb', ...sandbox, ...start.env };
      const { stdout } = await runCommand(shell, [...start.args, '-c', line], { env, cwd: home });
      expect(stdout.split('\n')).toEqual([
        ...Object.entries(sandbox)
          .map(([name, value]) => `${name}=${value}`)
          .sort(),
        prompt,
        'started',
        '',
      ]);
    });
  });

  it('gives another shell no more than the environment', () => {
    const place = {
      folder: '/x',
      bin: '/x/bin',
      variables: sandbox,
      completion: undefined,
      env: {},
    };
    expect(shellStart('/usr/bin/nu', place)).toEqual({ args: [], env: {}, files: {} });
    expect(shellStart('C:\\Windows\\cmd.exe', place).env).toEqual({ PROMPT: '(sandbox) $P$G' });
  });
});
