import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Workplace, workplace } from '../../bulk/kit.ts';
import { type FaultServer, json, startFaults } from '../../kit/faults.ts';

export const deploy = (...more: string[]) => ['functions', 'create-deployment', 'hello', ...more];

/** A workplace with the function `hello` in its sandbox. */
export interface FunctionPlace extends Workplace {
  /** Writes files that contain their own path. */
  put(...paths: string[]): void;
  deployments(): Promise<unknown>;
  /** Names in the archive that the server received for the deployment that a line printed as JSON. */
  namesIn(stdout: string): Promise<string[]>;
}

export async function functionPlace(): Promise<FunctionPlace> {
  const place = await workplace();
  const { folder } = place;
  await place.at.request('POST', '/functions', {
    body: { functionId: 'hello', name: 'Hello', runtime: 'node-18.0', entrypoint: 'src/main.js' },
  });
  return {
    ...place,
    put(...paths) {
      for (const path of paths) {
        mkdirSync(dirname(join(folder, path)), { recursive: true });
        writeFileSync(join(folder, path), path);
      }
    },
    deployments: async () => (await place.at.list('/functions/hello/deployments')).json.deployments,
    async namesIn(stdout) {
      const { $id } = JSON.parse(stdout);
      await place.run(['functions', 'download-deployment', 'hello', $id, '--out', 'got.tar.gz', '--yes']);
      return execFileSync('tar', ['tzf', join(folder, 'got.tar.gz')], { encoding: 'utf8' })
        .trim()
        .split('\n');
    },
  };
}

/** Starts a server whose builds never end. */
export const startSlowBuild = (): Promise<FaultServer> =>
  startFaults(json({ $id: 'd1', resourceId: 'hello', status: 'building', buildLogs: '' }, 202));
