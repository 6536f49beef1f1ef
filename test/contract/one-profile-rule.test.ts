import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { testConsole } from '../kit/console.ts';

/** Lines that read the project file, with a part of what they print. */
const lines: readonly (readonly [line: string, shown: RegExp])[] = [
  ['databases list', /0 databases/],
  ['plan', /main/],
  ['diff', /main/],
  ['push --yes', /main/],
  ['pull --yes --all', /appwrite\.json/],
  ['doctor', /project +/],
  ['whoami', /--profile|APPWRITE_PROFILE/],
];

describe.each<[named: string, flags: string[], env: Record<string, string>]>([
  ['--profile', ['--profile', 'work'], { APPWRITE_PROJECT_ID: 'news' }],
  ['APPWRITE_PROFILE', [], { APPWRITE_PROFILE: 'work', APPWRITE_PROJECT_ID: 'news' }],
])('a profile that %s names', (_, flags, env) => {
  it('wins over appwrite.json and variables in every command that reads the file', async () => {
    const at = await testConsole();
    const where = ['--endpoint', at.endpoint, '--project', at.project];
    await at.run(['profile', 'add', 'other', '--endpoint', 'http://127.0.0.1:9/v1'], '');
    await at.run(['profile', 'add', 'work', ...where, '--api-key-stdin'], at.apiKey);
    const file = join(at.work, 'appwrite.json');
    const described = { projectId: 'blog', endpoint: 'http://127.0.0.1:9/v1' };
    writeFileSync(file, JSON.stringify({ ...described, databases: [{ $id: 'main', name: 'Main' }] }));
    for (const [line, shown] of lines) {
      const ran = await at.run([...line.split(' '), ...flags], '', env);
      expect({ line, ...ran }).toMatchObject({ code: 0 });
      expect(`${ran.stdout}${ran.stderr}`).toMatch(shown);
    }
    expect(
      JSON.parse((await at.run(['databases', 'list', '--json', ...flags], '', env)).stdout),
    ).toMatchObject({
      databases: [{ $id: 'main' }],
    });
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject(described);
  });
});

describe('init', () => {
  it('takes the project of the profile that --profile names, not that of a variable', async () => {
    const at = await testConsole();
    await at.addProject('Crew', 'Shop', 'shop');
    await at.logIn('--project', 'shop', '--profile', 'work');
    const { code } = await at.run(['init', '--profile', 'work', '--yes'], '', {
      APPWRITE_PROJECT_ID: 'news',
    });
    expect(code).toBe(0);
    expect(JSON.parse(readFileSync(join(at.work, 'appwrite.json'), 'utf8'))).toMatchObject({
      projectId: 'shop',
    });
  });
});
