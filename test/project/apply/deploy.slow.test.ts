import { describe, expect, it } from 'vitest';
import { readLocalCode } from '../../../src/project/live/code.ts';
import type { Action } from '../../../src/project/plan/plan.ts';
import type { Sandbox } from '../../../src/sandbox/sandbox.ts';
import { altered, disturbed, losing } from '../../kit/disturbed.ts';
import { directCalls, testSandbox } from '../../sandbox/client.ts';
import { projectFolder } from '../file/project.ts';
import { type ApplySettings, action, applyTo, creation, planOf } from './kit.ts';

const files = {
  'mailer/src/main.js': 'export default () => {};\n',
  'mailer/package.json': '{}',
  'mailer/.env': 'TOKEN=1',
  'mailer/node_modules/a/index.js': '',
};
const mailer = creation('function', 'mailer', undefined, {
  name: 'Mailer',
  runtime: 'node-18.0',
  entrypoint: 'src/main.js',
});
const read = async (sandbox: Sandbox, path: string) => (await directCalls(sandbox).request('GET', path)).json;

/** The action that deploys the code as it is in a folder now. */
async function deployment(folder: string): Promise<Action> {
  const local = { functionId: 'mailer', folder: `${folder}/mailer`, ignore: [] };
  const { contentSha256 } = await readLocalCode(local);
  const deploys = { functionId: 'mailer', folder: 'mailer', ignore: [], commands: '', contentSha256 };
  return action('deploy', 'code', 'mailer', [
    { step: 'deploy', deployment: { ...deploys, entrypoint: 'src/main.js', changedFiles: undefined } },
  ]);
}

/** A sandbox that has the function, and a folder with its code. */
async function started() {
  const { sandbox } = await testSandbox({ asyncDelayMs: 0 });
  await applyTo(sandbox, planOf(mailer));
  const folder = projectFolder(files);
  const deploy = async (settings: ApplySettings = {}) =>
    applyTo(sandbox, planOf(await deployment(folder)), { folder, ...settings });
  return { sandbox, folder, deploy };
}

describe('createDeployer', () => {
  it('packs code without secrets and modules, builds and activates it (story 68)', async () => {
    const { sandbox, deploy } = await started();
    const { result, warnings } = await deploy();
    expect(result).toMatchObject({ failed: [], open: [] });
    const { deployments } = await read(sandbox, '/functions/mailer/deployments');
    expect(deployments).toMatchObject([{ status: 'ready', activate: true, entrypoint: 'src/main.js' }]);
    expect((await read(sandbox, '/functions/mailer')).deployment).toBe(deployments[0].$id);
    expect(warnings).toEqual(["function mailer: left out, since secrets don't belong in code: .env"]);
  });

  it('takes the deployment that the server has if the answer is lost, and uploads once', async () => {
    const { sandbox, deploy } = await started();
    const transport = disturbed(sandbox, ({ method }, pass) => (method === 'POST' ? losing(pass) : pass()));
    const { result } = await deploy({ transport });
    expect(result).toMatchObject({ failed: [], open: [] });
    expect((await read(sandbox, '/functions/mailer/deployments')).total).toBe(1);
  });

  it('shows the end of the log of a build that fails; the earlier deployment stays active (story 40)', async () => {
    const { sandbox, deploy } = await started();
    await deploy();
    const { deployment: before } = await read(sandbox, '/functions/mailer');
    const transport = disturbed(sandbox, ({ method, url }, pass) => {
      const isLook = method === 'GET' && /deployments\/./.test(url.pathname);
      if (!isLook) return pass();
      return altered(pass, (answer) =>
        Object.assign(answer, { status: 'failed', buildLogs: 'a\nno main.js\n' }),
      );
    });
    const { result } = await deploy({ transport });
    expect(result.failed.map(({ error }) => [error.message, error.excerpt])).toEqual([
      ['the build of function mailer ended as failed', 'a\nno main.js'],
    ]);
    expect(before).not.toBe('');
  });

  it('activates a deployment that the server has built and left inactive', async () => {
    const { sandbox, deploy } = await started();
    await deploy();
    const first = (await read(sandbox, '/functions/mailer')).deployment;
    const transport = disturbed(sandbox, ({ method, url }, pass) =>
      method === 'GET' && url.pathname.endsWith('/functions/mailer')
        ? altered(pass, (answer) => Object.assign(answer, { deployment: first }))
        : pass(),
    );
    const { requests } = await deploy({ transport });
    expect(requests.at(-1)).toMatch(/^PATCH \/functions\/mailer\/deployments\/./);
  });

  it('gives up a build without progress, and says where to look', async () => {
    const { sandbox, deploy } = await started();
    const transport = disturbed(sandbox, ({ method, url }, pass) =>
      method === 'GET' && /deployments\/./.test(url.pathname)
        ? altered(pass, (answer) => Object.assign(answer, { status: 'building', buildLogs: 'npm install' }))
        : pass(),
    );
    const { result, sleptMs } = await deploy({ transport });
    expect(result.failed[0]?.error).toMatchObject({
      message: 'the build of function mailer made no progress for 900 s: it is building',
      hint: expect.stringContaining('functions get-deployment mailer '),
    });
    expect(sleptMs).toBeGreaterThanOrEqual(900_000);
  });

  it('leaves the build to the server if it is not to wait', async () => {
    const { deploy } = await started();
    const { requests } = await deploy({ waitsForBuilds: false });
    expect(requests.at(-1)).toBe('POST /functions/mailer/deployments');
  });

  it('refuses files that are not those of the plan', async () => {
    const { sandbox, folder } = await started();
    const planned = planOf(await deployment(folder));
    const other = projectFolder({ ...files, 'mailer/src/main.js': 'something else' });
    const { result, requests } = await applyTo(sandbox, planned, { folder: other });
    expect(result.failed[0]?.error.message).toBe(
      'function mailer: files in mailer have changed since they were compared',
    );
    expect(requests).toEqual([]);
  });

  it('builds the same code again, and activates the result', async () => {
    const { sandbox, deploy } = await started();
    await deploy();
    const { deployment: first } = await read(sandbox, '/functions/mailer');
    const rebuild = action('deploy', 'code', 'mailer', [
      { step: 'build', functionId: 'mailer', deploymentId: first },
    ]);
    const { result, requests } = await applyTo(sandbox, planOf(rebuild));
    expect(result).toMatchObject({ failed: [], done: [rebuild] });
    expect(requests.some((line) => /^POST .*\/builds\//.test(line))).toBe(true);
    const { deployment: second } = await read(sandbox, '/functions/mailer');
    expect(second).not.toBe(first);
  });
});
