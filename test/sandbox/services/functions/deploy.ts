import { gzipSync } from 'node:zlib';
import { packTar } from 'modern-tar';
import { expect, vi } from 'vitest';
import type { FunctionOptions } from '../../../../src/sandbox/core/function-host.ts';
import type { SandboxOptions } from '../../../../src/sandbox/sandbox.ts';
import { type TestSandbox, testSandbox } from '../../client.ts';

/** Contents of files, by path. */
export type Files = Readonly<Record<string, string>>;

export const pack = async (files: Files): Promise<Buffer> =>
  gzipSync(
    await packTar(
      Object.entries(files).map(([name, body]) => ({
        header: { name, size: Buffer.byteLength(body) },
        body,
      })),
    ),
  );

/** Creates a sandbox that runs code. */
export const runningSandbox = (
  functions: Partial<FunctionOptions> = {},
  options: SandboxOptions = {},
): Promise<TestSandbox> =>
  testSandbox({ ...options, functions: { env: { PATH: process.env.PATH }, ...functions } });

/** Creates a function; `settings` replace the defaults of a Node function that anyone may run. */
export const createFunction = (at: TestSandbox, functionId: string, settings: object = {}) =>
  at.request('POST', '/functions', {
    body: {
      functionId,
      name: functionId,
      runtime: 'node-18.0',
      entrypoint: 'main.js',
      execute: ['any'],
      ...settings,
    },
  });

/**
 * Deploys an archive, and waits for its build.
 * @returns the deployment
 */
export async function deployArchive(at: TestSandbox, functionId: string, archive: Uint8Array) {
  const body = new FormData();
  body.append('code', new Blob([archive]), 'code.tar.gz');
  body.append('activate', '1');
  const { status, json } = await at.request('POST', `/functions/${functionId}/deployments`, { body });
  expect(status).toBe(202);
  return built(at, functionId, json.$id);
}

/** Waits for the end of a build, and returns the deployment. */
export const built = (at: TestSandbox, functionId: string, deploymentId: string) =>
  vi.waitFor(
    async () => {
      const { json } = await at.request('GET', `/functions/${functionId}/deployments/${deploymentId}`);
      expect(['ready', 'failed']).toContain(json.status);
      return json;
    },
    { timeout: 10_000, interval: 10 },
  );

/** Creates a function and deploys files as its code. */
export async function deploy(at: TestSandbox, functionId: string, files: Files, settings: object = {}) {
  expect((await createFunction(at, functionId, settings)).status).toBe(201);
  return deployArchive(at, functionId, await pack(files));
}
