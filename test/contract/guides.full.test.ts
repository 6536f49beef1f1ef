/** Runs the commands that the guides tell users to paste, in their order, on a project in a sandbox. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { parse } from 'yaml';
import { createSandbox } from '../../src/sandbox/sandbox.ts';
import { blocksIn, guide, shellLinesIn } from '../kit/guide.ts';
import { type LineOptions, type RunResult, runLine } from '../kit/in-process.ts';
import { cheapHashing } from '../kit/password-hashing.ts';
import { sandboxEndpoint, sandboxEnv, sandboxTransport } from '../kit/sandbox-transport.ts';
import { projectFolder } from '../project/file/project.ts';

/** Commands of this program in a script, without what a shell does around them. */
const commandsIn = (script: string) =>
  script.split('\n').flatMap((line) => /^\s*(appwrite-cli .*?)(?: \|\| code=\$\?)?$/.exec(line)?.[1] ?? []);

/** All texts in a value of YAML, in their order. */
function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

interface Surroundings {
  readonly options: LineOptions;
  readonly folder: string;
}

/** A project in a sandbox, and a folder with its file, which is ahead of it. */
async function surroundings(files: Readonly<Record<string, unknown>>, seed = false): Promise<Surroundings> {
  const sandbox = await createSandbox({
    project: 'shop',
    asyncDelayMs: 0,
    seed,
    passwordHashing: cheapHashing,
  });
  onTestFinished(() => sandbox.close());
  const folder = projectFolder(files);
  const { APPWRITE_PROJECT_ID: _, ...own } = sandboxEnv(sandbox);
  const env = { ...own, SMTP_PASSWORD: 'hunter2' };
  const options = { env, transport: sandboxTransport(sandbox), cwd: folder, home: folder };
  return { folder, options };
}

/** Runs a line, and writes what it prints to the file after `>`. */
async function runIn({ folder, options }: Surroundings, line: string): Promise<RunResult> {
  const [, command = line, file] = /^(.*) > (\S+)$/.exec(line) ?? [];
  const result = await runLine(command.split(' ').slice(1), options);
  if (file !== undefined) writeFileSync(join(folder, file), result.stdout);
  return result;
}

const project = {
  databases: [{ $id: 'main', name: 'Main' }],
  collections: [
    {
      $id: 'posts',
      databaseId: 'main',
      name: 'Posts',
      attributes: [
        { key: 'title', type: 'string', size: 80, required: true },
        { key: 'subtitle', type: 'string', size: 80, required: false },
      ],
      indexes: [{ key: 'by_title', type: 'key', attributes: ['title'] }],
    },
  ],
  teams: [{ $id: 'editors', name: 'Editors' }],
  functions: [{ $id: 'mailer', name: 'Mailer', runtime: 'node-18.0', vars: [] }],
};

describe('the guide to CI', () => {
  const page = guide('ci');
  const pipelines = blocksIn(page, 'yaml').map((block) => textsIn(parse(block)).flatMap(commandsIn));
  /** The project of the page, and its file, which is ahead of it. */
  const surroundingsOfPage = () => {
    const own = JSON.parse(blocksIn(page, 'json')[0]!);
    own.environments.prod.endpoint = sandboxEndpoint;
    return surroundings({ 'appwrite.json': project, 'appwrite-cli.json': own });
  };

  it('has the same pipeline for GitHub and for GitLab', () => {
    const verbs = pipelines.map((commands) => commands.map((command) => command.split(' ')[1]));
    const expected = ['check', 'plan', 'plan', 'push', 'diff'];
    expect(verbs).toEqual([expected, expected]);
  });

  it.each([
    ['GitHub', 0],
    ['GitLab', 1],
  ])('takes a project from its file to the server, and finds what is changed by hand: %s', async (_, at) => {
    const ci = await surroundingsOfPage();
    const [check = '', plan = '', comment = '', push = '', drift = ''] = pipelines[at]!;
    expect(await runIn(ci, check)).toMatchObject({ code: 0 });
    expect((await runIn(ci, plan)).code).toBe(plan.includes('--exit-code') ? 9 : 0);
    expect(await runIn(ci, comment)).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^<!-- appwrite-cli plan -->\n.*main\/posts\b/s),
    });
    expect((await runIn(ci, drift)).code).toBe(9);
    expect(await runIn(ci, push)).toMatchObject({ code: 0 });
    expect(await runIn(ci, drift)).toMatchObject({ code: 0 });
    const byHand = 'appwrite-cli teams update-name editors --name Authors --project shop';
    expect(await runIn(ci, byHand)).toMatchObject({ code: 0 });
    expect(await runIn(ci, drift)).toMatchObject({ code: 9, stdout: expect.stringContaining('Authors') });
    expect(await runIn(ci, push)).toMatchObject({ code: 9 });
  });

  it('names a consent that a plan takes', async () => {
    const [consent] = /appwrite-cli plan --env prod\s+--allow-data-loss \S+(?=`)/.exec(page)!;
    expect(await runIn(await surroundingsOfPage(), consent.replace(/\s+/g, ' '))).toMatchObject({ code: 0 });
  });
});

describe('the guide for users of the official CLI', () => {
  const page = guide('official-cli');
  const lines = [...page.matchAll(/`(appwrite-cli (?:pull|push|deploy|check|plan|diff)[^`]*)`/g)].map(
    ([, line]) => line!,
  );

  it('has commands to try', () => expect(lines.length).toBeGreaterThan(8));

  it.each([...new Set(lines)])('%s works', async (line) => {
    const own = await surroundings({ 'appwrite.json': { projectId: 'shop', ...project } });
    await runIn(own, 'appwrite-cli databases create --database-id main --name Main');
    expect(await runIn(own, line)).toMatchObject({ code: 0 });
  });
});

describe('the guide to backups', () => {
  it('has commands that work one after the other', async () => {
    const own = await surroundings({}, true);
    const lines = shellLinesIn(guide('backup')).flatMap(commandsIn);
    expect(lines.length).toBeGreaterThan(5);
    const env = { ...own.options.env!, APPWRITE_PROJECT_ID: 'shop' };
    for (const line of lines) {
      const { code, stderr } = await runIn({ ...own, options: { ...own.options, env } }, line);
      expect(code, `${line}: ${stderr}`).toBe(0);
    }
  });
});
