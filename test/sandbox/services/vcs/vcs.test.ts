import { expect, it } from 'vitest';
import { testSandbox } from '../../client.ts';

it('knows no installation of Git', async () => {
  const at = await testSandbox();
  expect((await at.request('GET', '/vcs/installations')).json).toEqual({ total: 0, installations: [] });
  for (const path of [
    '/vcs/installations/i',
    '/vcs/github/installations/i/providerRepositories/r/branches',
  ]) {
    expect(await at.request('GET', path)).toMatchObject({
      status: 404,
      json: { type: 'installation_not_found' },
    });
  }
  await at.sandbox.close();
});
