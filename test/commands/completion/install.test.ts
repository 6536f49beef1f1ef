import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { bashPackage, type DrivenShell, programs, scriptPath } from '../../cli/completion/shells.ts';
import { runLine } from '../../kit/in-process.ts';
import { launcher, temporaryFolder } from '../../kit/program.ts';

const homes: Readonly<Record<DrivenShell, { script: string; rc: string }>> = {
  bash: { script: '.local/share/bash-completion/completions/appwrite-cli', rc: '.bashrc' },
  zsh: { script: '.local/share/zsh/site-functions/_appwrite-cli', rc: '.zshrc' },
  fish: { script: '.config/fish/completions/appwrite-cli.fish', rc: '.config/fish/config.fish' },
};

/** Runs `appwrite-cli completion` in a home folder of the test. */
function completion(home: string, line: string, env: Record<string, string> = {}) {
  const all = { HOME: home, SHELL: '/bin/zsh', PATH: process.env.PATH ?? '', ...env };
  return runLine(['completion', ...line.split(' ')], { env: all, home, cwd: temporaryFolder(), launcher });
}

const read = (path: string) => (existsSync(path) ? readFileSync(path, 'utf8') : undefined);

describe.each(['bash', 'zsh', 'fish'] as const)('completion install for %s', (shell) => {
  const { script, rc } = homes[shell];

  it('writes the script, and uninstall restores the files', async () => {
    const home = temporaryFolder();
    if (shell !== 'fish') writeFileSync(join(home, rc), 'alias a=b\n');
    const installed = await completion(home, `install --shell ${shell} --yes`);
    expect(installed).toMatchObject({ code: 0, stdout: '' });
    expect(installed.stderr).toContain(`To undo it: appwrite-cli completion uninstall --shell ${shell}`);
    expect(read(join(home, script))).toBe(read(scriptPath(shell)));

    const again = await completion(home, `install --shell ${shell} --no-input`);
    expect(again).toMatchObject({ code: 0 });

    const removed = await completion(home, `uninstall --shell ${shell} --yes`);
    expect(removed).toMatchObject({ code: 0, stdout: '' });
    expect(read(join(home, script))).toBeUndefined();
    expect(read(join(home, rc))).toBe(shell === 'fish' ? undefined : 'alias a=b\n');
    expect((await completion(home, `uninstall --shell ${shell}`)).stderr).toContain('no completion');
  });
});

describe('completion install', () => {
  it('changes nothing if it would have to ask without a terminal', async () => {
    const home = temporaryFolder();
    const ran = await completion(home, 'install');
    expect(ran.code).toBe(2);
    expect(ran.stderr).toContain('.zshrc needs a change, and there is no terminal to ask on');
    expect(ran.stderr).toContain('--yes');
    expect(existsSync(join(home, homes.zsh.script))).toBe(false);
    expect(existsSync(join(home, '.zshrc'))).toBe(false);
  });

  it('changes nothing with --dry-run and prints the plan', async () => {
    const home = temporaryFolder();
    const { stdout, code } = await completion(home, 'install --dry-run');
    expect(code).toBe(0);
    expect(stdout).toContain(`would write ${join(home, homes.zsh.script)}`);
    expect(stdout).toContain(`would add to ${join(home, '.zshrc')}:\n  fpath=(`);
    expect(existsSync(join(home, '.local'))).toBe(false);
    await completion(home, 'install --yes');
    const undo = await completion(home, 'uninstall --dry-run');
    expect(undo.stdout).toContain(`would remove ${join(home, homes.zsh.script)}`);
    expect(existsSync(join(home, homes.zsh.script))).toBe(true);
  });

  it('leaves a .bashrc alone that loads the bash-completion package', async () => {
    const home = temporaryFolder();
    const rc = `# a comment\nif ! shopt -oq posix; then\n  . ${bashPackage}\nfi\n`;
    writeFileSync(join(home, '.bashrc'), rc);
    expect((await completion(home, 'install --shell bash')).code).toBe(0);
    expect(read(join(home, '.bashrc'))).toBe(rc);
    expect(existsSync(join(home, homes.bash.script))).toBe(true);
  });

  it('follows the environment variables of the shells', async () => {
    const home = temporaryFolder();
    const env = {
      XDG_DATA_HOME: join(home, 'data'),
      XDG_CONFIG_HOME: join(home, 'config'),
      ZDOTDIR: join(home, 'z'),
    };
    for (const shell of ['bash', 'zsh', 'fish'])
      await completion(home, `install --yes --shell ${shell}`, env);
    expect(existsSync(join(home, 'data/bash-completion/completions/appwrite-cli'))).toBe(true);
    expect(existsSync(join(home, 'data/zsh/site-functions/_appwrite-cli'))).toBe(true);
    expect(existsSync(join(home, 'z/.zshrc'))).toBe(true);
    expect(existsSync(join(home, 'config/fish/completions/appwrite-cli.fish'))).toBe(true);
  });

  it('writes through symbolic links to dotfiles', async () => {
    const home = temporaryFolder();
    mkdirSync(join(home, 'dotfiles'));
    writeFileSync(join(home, 'dotfiles/zshrc'), 'alias a=b\n');
    symlinkSync('dotfiles/zshrc', join(home, '.zshrc'));
    expect((await completion(home, 'install --yes')).code).toBe(0);
    expect(read(join(home, 'dotfiles/zshrc'))).toContain('# >>> appwrite-cli completion >>>');
  });

  it('adds to the profile that PowerShell reports, with quotes in its path', async () => {
    const home = join(temporaryFolder(), "it's $HOME");
    const profile = join(home, 'profile.ps1');
    const PATH = `${programs({ pwsh: `echo '${profile.replaceAll("'", `'\\''`)}'` })}:${process.env.PATH}`;
    expect((await completion(home, 'install --yes --shell powershell', { PATH })).code).toBe(0);
    const script = join(home, '.local/share/appwrite-cli/appwrite-cli.ps1');
    expect(read(script)).toBe(read(scriptPath('powershell')));
    expect(read(profile)).toContain(`\n. '${script.replaceAll("'", "''")}'\n`);
  });

  it.each([
    ['without SHELL', '', 'install', 'SHELL is not set'],
    ['for a shell without completion', '/bin/tcsh', 'install', 'there is no completion for tcsh'],
    [
      'for an unknown --shell',
      '/bin/zsh',
      'install --shell zhs',
      '--shell takes bash, zsh, fish, powershell',
    ],
  ])('exits 2 %s', async (_, SHELL, line, message) => {
    const ran = await completion(temporaryFolder(), line, { SHELL });
    expect(ran).toMatchObject({ code: 2 });
    expect(ran.stderr).toContain(message);
  });

  it('exits 1 if no PowerShell reports its profile', async () => {
    const PATH = programs({ pwsh: 'exit 1', powershell: 'exit 1' });
    const ran = await completion(temporaryFolder(), 'install --shell powershell', { PATH });
    expect(ran).toMatchObject({ code: 1 });
    expect(ran.stderr).toContain('PowerShell does not report the path of its profile');
  });
});

describe.each(['bash', 'zsh', 'fish', 'powershell'] as const)('completion %s', (shell) => {
  it('prints the script', async () => {
    const { stdout, code } = await completion(temporaryFolder(), shell);
    expect({ stdout, code }).toEqual({ stdout: read(scriptPath(shell)), code: 0 });
  });
});
