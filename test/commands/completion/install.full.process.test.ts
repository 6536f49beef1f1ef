import { describe, expect, it } from 'vitest';
import { canType, programs, realProgram, typeAndTab, unless } from '../../cli/completion/shells.ts';
import { runProgram, temporaryFolder } from '../../kit/program.ts';

describe.each(['bash', 'zsh', 'fish'] as const)('completion install for %s', (shell) => {
  it.skipIf(!canType(shell))(`makes TAB complete${unless(canType(shell), shell)}`, async () => {
    const home = temporaryFolder();
    const installed = await runProgram(['completion', 'install', '--shell', shell, '--yes'], {
      env: { HOME: home },
    });
    expect(installed).toMatchObject({ code: 0, stdout: '' });
    const env = { PATH: `${programs({ 'appwrite-cli': realProgram })}:${process.env.PATH}` };
    const { lines } = await typeAndTab(shell, ['appwrite-cli data'], { env, installedIn: home });
    expect(lines).toEqual(['appwrite-cli databases ']);
  });
});
