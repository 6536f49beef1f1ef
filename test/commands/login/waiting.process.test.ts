import { describe, expect, it } from 'vitest';
import { email, testConsole } from '../../kit/console.ts';
import { silent, startFaults } from '../../kit/faults.ts';
import { temporaryFolder } from '../../kit/program.ts';
import { hasTmux, needsTmux, openTerminal } from '../../kit/terminal.ts';

describe.skipIf(!hasTmux)(`login that waits for the server${needsTmux}`, () => {
  it('shows nothing of what is typed, and asks again after Ctrl-Z and fg', async () => {
    const at = await testConsole({ latencyMs: 1500 });
    const line = ['login', '--endpoint', at.endpoint, '--email', email, '--without-project'];
    const script = 'set -m; "$@"; stty -a; echo stopped; fg';
    const terminal = await openTerminal(line, { env: { HOME: at.home }, cwd: at.work, script });
    await terminal.shows('waiting for the server');
    await terminal.type('early');
    await terminal.shows('Password: [hidden]');
    expect(await terminal.screen()).not.toContain('early');
    await terminal.press('C-z');
    await terminal.shows('stopped');
    expect(await terminal.screen()).toMatch(/ icanon .* echo /s);
    await expect.poll(async () => (await terminal.screen()).split('Password: [hidden]')).toHaveLength(3);
    await terminal.press('C-c');
    expect(await terminal.ended()).toBe(130);
    expect(() => at.config()).toThrow('ENOENT');
  });

  it('ends at once on Ctrl-C', async () => {
    await using server = await startFaults(silent);
    const home = temporaryFolder();
    const line = ['login', '--endpoint', server.endpoint, '--email', email, '--without-project'];
    const terminal = await openTerminal(line, { env: { HOME: home }, cwd: home });
    await terminal.shows('waiting for the server');
    await terminal.press('C-c');
    expect(await terminal.ended()).toBe(130);
  });
});
