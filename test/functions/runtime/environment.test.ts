import { expect, it } from 'vitest';
import { functionEnvironment, parseRuntime } from '../../../src/functions/runtime/environment.ts';

const facts = {
  projectId: 'shop',
  functionId: 'hello',
  name: 'Hello',
  deploymentId: 'd1',
  runtime: parseRuntime('node-18.0')!,
  entrypoint: 'src/main.js',
};

it('lets variables of the function win over those of the project, and facts over both', () => {
  const env = functionEnvironment(
    facts,
    { project: { A: '1', B: '1' }, function: { B: '2', APPWRITE_FUNCTION_ID: 'forged' } },
    { PATH: '/bin', APPWRITE_API_KEY: 'standard_x', GITHUB_TOKEN: 'secret' },
  );
  expect(env).toEqual({
    PATH: '/bin',
    A: '1',
    B: '2',
    APPWRITE_FUNCTION_ID: 'hello',
    APPWRITE_FUNCTION_NAME: 'Hello',
    APPWRITE_FUNCTION_DEPLOYMENT: 'd1',
    APPWRITE_FUNCTION_PROJECT_ID: 'shop',
    APPWRITE_FUNCTION_RUNTIME_NAME: 'Node.js',
    APPWRITE_FUNCTION_RUNTIME_VERSION: '18.0',
    OPEN_RUNTIMES_ENTRYPOINT: 'src/main.js',
    OPEN_RUNTIMES_HOSTNAME: 'hello',
  });
});

it('reads languages and versions of runtimes', () => {
  expect(parseRuntime('python-ml-3.11')).toEqual({
    id: 'python-ml-3.11',
    language: 'python-ml',
    version: '3.11',
  });
  expect(parseRuntime('cpp-17')).toMatchObject({ language: 'cpp', version: '17' });
  expect(parseRuntime('node')).toBeUndefined();
});
