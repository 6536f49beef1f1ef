/** Two sandboxes that are projects of one user: a profile for each, `prod` and `dev`. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Transport, TransportRequest, TransportResponse } from '../../src/transport.ts';
import { type TestSandbox, testSandbox } from '../sandbox/client.ts';
import { type LineOptions, type RunResult, runLine } from './in-process.ts';
import { temporaryFolder } from './program.ts';
import { sandboxTransport } from './sandbox-transport.ts';

type Name = 'prod' | 'dev';

type Interceptor = (name: Name, method: string, path: string) => TransportResponse | undefined;

export interface TwoProjects {
  readonly prod: TestSandbox;
  readonly dev: TestSandbox;
  /** Current folder of the lines, with the config folder in it: `config`, and in that `state`. */
  readonly folder: string;
  /** Requests of all lines, as `dev POST /users`. */
  readonly requests: string[];
  /** Takes part in a request before it is answered: may throw, or answer it. */
  intercept(on: Interceptor): void;
  run(argv: readonly string[], options?: LineOptions): Promise<RunResult>;
  /** Makes another profile for a project. */
  addProfile(profile: string, name: Name): Promise<void>;
  /** Writes a file in the folder. */
  write(name: string, text: string): void;
}

export const endpoints: Readonly<Record<Name, string>> = {
  prod: 'http://127.0.0.1:1/v1',
  dev: 'http://127.0.0.1:2/v1',
};

/** @param as makes other servers of the sandboxes */
export async function twoProjects(as = (sandbox: Transport) => sandbox): Promise<TwoProjects> {
  const folder = temporaryFolder();
  const prod = await testSandbox({ project: 'shop', asyncDelayMs: 0 });
  const dev = await testSandbox({ project: 'shop-dev', asyncDelayMs: 0 });
  const requests: string[] = [];
  let onRequest: Interceptor = () => undefined;
  const watched = (name: Name, { sandbox }: TestSandbox): Transport => {
    const inner = as(sandboxTransport(sandbox));
    return {
      async send(request: TransportRequest) {
        const path = request.url.pathname.replace('/v1', '');
        requests.push(`${name} ${request.method} ${path}`);
        return onRequest(name, request.method, path) ?? inner.send(request);
      },
      close: async () => {},
    };
  };
  const servers = new Map([
    [endpoints.prod, watched('prod', prod)],
    [endpoints.dev, watched('dev', dev)],
  ]);
  const run: TwoProjects['run'] = (argv, { env, ...options } = {}) =>
    runLine(argv, {
      cwd: folder,
      home: folder,
      servers,
      // Waits between looks at attributes are of no interest.
      clock: { now: Date.now, sleep: () => new Promise((resolve) => setImmediate(resolve)) },
      env: { APPWRITE_CLI_CONFIG_DIR: join(folder, 'config'), ...env },
      ...options,
    });
  const addProfile: TwoProjects['addProfile'] = async (profile, name) => {
    const { project, apiKey } = (name === 'prod' ? prod : dev).sandbox;
    const flags = ['--endpoint', endpoints[name], '--project', project, '--api-key-stdin'];
    const { code, stderr } = await run(['profile', 'add', profile, ...flags], { stdin: apiKey });
    if (code !== 0) throw new Error(stderr);
  };
  await addProfile('prod', 'prod');
  await addProfile('dev', 'dev');
  requests.length = 0;
  return {
    prod,
    dev,
    folder,
    requests,
    intercept: (on) => {
      onRequest = on;
    },
    run,
    addProfile,
    write: (name, text) => writeFileSync(join(folder, name), text),
  };
}
