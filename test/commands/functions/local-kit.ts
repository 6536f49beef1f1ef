/** A project file with functions, and lines that run them. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { PassThrough } from 'node:stream';
import { run } from '../../../src/cli/program.ts';
import { type LineOptions, type RunResult, runLine, testContext } from '../../kit/in-process.ts';
import { temporaryFolder } from '../../kit/program.ts';

/** Answers with what it was given, or as the path says. */
export const echo = `module.exports = async ({ req, res, log, error }) => {
  log('got ' + req.path);
  if (req.path === '/throw') throw new Error('thrown');
  if (req.path === '/404') return res.send('nothing', 404);
  if (req.path === '/exit') process.exit(3);
  const { method, path, query, headers, bodyRaw } = req;
  return res.json({ method, path, query, headers, bodyRaw, env: process.env });
};`;

const hello = {
  ...{ $id: 'hello', name: 'Hello', runtime: 'node-20.0', entrypoint: 'main.js', path: 'hello', timeout: 5 },
  events: ['users.*.create', 'databases.*.collections.orders.documents.*.create'],
};

/**
 * @param files by path, beside the project file and the function `hello`
 * @param folder absolute
 */
export function localProject(
  { functions = [{}], ...more }: { functions?: object[]; [member: string]: unknown } = {},
  files: Readonly<Record<string, string>> = {},
  folder = temporaryFolder(),
) {
  const put = (path: string, text: string) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  const entries = functions.map((fields) => ({ ...hello, ...fields }));
  put('appwrite.json', JSON.stringify({ projectId: 'shop', functions: entries, ...more }));
  for (const [path, text] of Object.entries({ 'hello/main.js': echo, ...files })) put(path, text);
  const env = { PATH: process.env.PATH ?? '', HOME: folder };
  const trigger = (argv: readonly string[], options: LineOptions = {}): Promise<RunResult> =>
    runLine(['functions', 'trigger', ...argv], { cwd: folder, ...options, env: { ...env, ...options.env } });
  return { folder, put, trigger, read: (path: string) => readFileSync(join(folder, path), 'utf8'), env };
}

/** Runs functions until `use` has ended, then cancels them as Ctrl-C does. */
export async function runWhile(
  argv: readonly string[],
  { cwd, env }: { cwd: string; env: Record<string, string> },
  use: (running: {
    /** Of the first function. */
    url: string;
    /** Waits until stderr has a text. */
    sees(text: string | RegExp): Promise<void>;
  }) => Promise<unknown>,
): Promise<RunResult> {
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  const texts = { stdout: '', stderr: '' };
  const leave = new AbortController();
  let wake = () => {};
  for (const [name, stream] of Object.entries({ stdout, stderr }))
    stream.on('data', (chunk) => {
      texts[name as keyof typeof texts] += chunk;
      wake();
    });
  const until = async (isSo: () => boolean) => {
    while (!isSo())
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
  };
  const ended = run(
    ['functions', 'run', ...argv],
    testContext({ cwd, env, signal: leave.signal }, stdout, stderr),
  );
  const sees = (text: string | RegExp) =>
    until(() => (typeof text === 'string' ? texts.stderr.includes(text) : text.test(texts.stderr)));
  const used = (async () => {
    await until(() => /http\S+/.test(texts.stdout));
    await use({ url: /http[^\s"]+/.exec(texts.stdout)![0], sees });
  })();
  await Promise.race([used, ended]);
  await used.finally(() => leave.abort());
  return { code: await ended, ...texts };
}
