import { describe, expect, it } from 'vitest';
import { testConsole } from '../../kit/console.ts';
import { hasTmux, needsTmux } from '../../kit/terminal.ts';

describe.runIf(hasTmux)(`projects create on a terminal${needsTmux}`, () => {
  it('asks for the organisation from a list, or a new one, and for the name', async () => {
    const at = await testConsole();
    await at.addProject('acme', 'Shop', 'shop');
    await at.logIn('--project', 'shop');
    const terminal = await at.open(['projects', 'create', '--project-id', 'blog']);
    await terminal.shows('acme (acme)');
    await terminal.press('Down', 'Enter');
    await terminal.shows('Name of the new organisation:');
    await terminal.type('Writers');
    await terminal.shows('Name of the new project:');
    await terminal.type('Blog');
    expect(await terminal.ended()).toBe(0);
    const { teamId } = (await at.ask('GET', '/projects/blog')).json;
    expect((await at.ask('GET', `/teams/${teamId}`)).json.name).toBe('Writers');
  });
});
