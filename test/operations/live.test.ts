import { describe, expect, it } from 'vitest';
import { envFor } from '../kit/env.ts';
import { type LineOptions, runLine } from '../kit/in-process.ts';
import { jsonResponse, memoryTransport } from '../kit/transport.ts';

const env = { ...envFor('http://127.0.0.1:9/v1'), NO_COLOR: '1' };
const deployments = [
  { $id: 'd1', status: 'ready' },
  { $id: 'd2', status: 'ready' },
];
const refusal = { message: 'missing scope', code: 401, type: 'general_unauthorized_scope' };

/** Runs a line against a server of a function whose live deployment is d2, or that refuses to tell. */
async function run(line: string, owner: object | number, options: LineOptions = { terminal: true }) {
  const transport = memoryTransport(({ url }) => {
    const [path = ''] = url.split('?');
    if (path.endsWith('/deployments')) return jsonResponse({ total: 2, deployments });
    if (path.includes('/deployments/')) return jsonResponse(deployments[1]);
    return typeof owner === 'number' ? jsonResponse(refusal, owner) : jsonResponse(owner);
  });
  const result = await runLine(line.split(' '), { env, transport, columns: 120, ...options });
  return { ...result, paths: transport.hits.map(({ url }) => url).sort() };
}

describe('deployments on a terminal', () => {
  it.each([
    ['functions list-deployments f', { $id: 'f', deployment: 'd2' }, '1.5'],
    ['functions list-deployments f --all', { $id: 'f', deployment: 'd2' }, '1.5'],
    ['functions list-deployments f', { $id: 'f', deploymentId: 'd2' }, '1.8'],
    ['sites list-deployments s', { $id: 's', deploymentId: 'd2' }, '1.8'],
  ])('are marked if live: %s', async (line, owner, version) => {
    const { stdout, code, stderr } = await run(`${line} --api-version ${version}`, owner);
    expect(code, stderr).toBe(0);
    expect(stdout).toBe('ID  STATUS  LIVE\nd1  ready   -\nd2  ready   live\n');
  });

  it('say on their page if they are live', async () => {
    const { stdout } = await run('functions get-deployment f d2', { $id: 'f', deployment: 'd2' });
    expect(stdout).toMatch(/^\$id +d2\nstatus +ready\nlive +yes\n$/);
  });

  it.each<[string, object | number]>([
    ['there is none', { $id: 'f', deployment: '' }],
    ['the server refuses to tell', 401],
    ['the server fails', 404],
  ])('have no mark if %s', async (_, owner) => {
    const { stdout, code, stderr } = await run('functions list-deployments f', owner);
    expect({ stdout, stderr, code }).toEqual({
      stdout: 'ID  STATUS\nd1  ready\nd2  ready\n',
      stderr: '2 deployments\n',
      code: 0,
    });
  });
});

it.each<[string, LineOptions]>([
  ['functions list-deployments f', {}],
  ['functions list-deployments f --json', { terminal: true }],
  ['functions list-deployments f --fields $id', { terminal: true }],
])('sends one request for %s %j', async (line, options) => {
  const { paths } = await run(line, { $id: 'f', deployment: 'd2' }, options);
  expect(paths).toHaveLength(1);
});
