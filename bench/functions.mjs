// Functions for Node.js: the time from the start of a process to its first answer, compared with `node -e 0`, and that of
// further calls, compared with a round trip of node:http between the same processes.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'rolldown';
import { floor, median } from './measure.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const coldStarts = 25;
const batches = 15;
const callsInBatch = 200;
const maxColdRatio = 1.5;
const maxWarmRatio = 3;

const call = { method: 'GET', target: '/', headers: { host: 'shop.test' }, body: Buffer.alloc(0) };
const env = { PATH: process.env.PATH, HOME: process.env.HOME };

const bareServer = `require('node:http')
  .createServer((request, response) => {
    response.setHeader('content-type', 'text/plain; charset=utf-8');
    request.resume().on('end', () => response.end('ok'));
  })
  .listen(0, '127.0.0.1', function () { console.log(this.address().port); });
process.stdin.resume().on('close', () => process.exit());`;

/**
 * @param report takes the lines of the result
 * @returns the budgets that are not met
 */
export async function functions(report) {
  // In node_modules, so that imports of packages resolve; the runners are beside the engine.
  const folder = mkdtempSync(join(root, 'node_modules', '.appwrite-cli-bench-'));
  try {
    const start = await engine(folder);
    const cold = await measureCold(start);
    const warm = await measureWarm(start);
    const rounded = (ratio) => ratio.toFixed(2);
    report('\n## Functions\n\nA function for Node.js that answers with text.\n');
    report('| what | × its base | budget |\n| --- | --- | --- |');
    report(
      `| start of a process to its first answer, against \`node -e 0\` | ${rounded(cold)} | ${maxColdRatio} |`,
    );
    report(`| a further call, against a round trip of node:http | ${rounded(warm)} | ${maxWarmRatio} |`);
    return [
      ...(cold > maxColdRatio ? ['cold start of a function'] : []),
      ...(warm > maxWarmRatio ? ['warm call of a function'] : []),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Bundles the engine, and returns a function that starts the measured function. */
async function engine(folder) {
  await build({
    cwd: root,
    input: 'src/functions/runtime/start.ts',
    platform: 'node',
    logLevel: 'warn',
    output: { dir: folder, format: 'esm', entryFileNames: 'start.mjs' },
  });
  cpSync(join(root, 'src/functions/runners'), join(folder, 'runners'), { recursive: true });
  const code = join(folder, 'code');
  mkdirSync(code);
  writeFileSync(join(code, 'main.js'), `module.exports = ({ res }) => res.send('ok');`);
  const { startFunction } = await import(pathToFileURL(join(folder, 'start.mjs')).href);
  return () =>
    startFunction({
      runtime: { id: 'node-20.0', language: 'node', version: '20.0' },
      code: { folder: code, entrypoint: 'main.js' },
      interpreter: { path: process.execPath, version: process.versions.node },
      env,
    });
}

async function measureCold(start) {
  const base = [];
  const ours = [];
  for (let run = -1; run < coldStarts; run++) {
    const baseMs = await timed(() =>
      once(spawn(process.execPath, floor.argv, { env, stdio: 'ignore' }), 'exit'),
    );
    let started;
    const oursMs = await timed(async () => {
      started = await start();
      check(await started.call(call, 15));
    });
    await started.stop();
    if (run < 0) continue;
    base.push(baseMs);
    ours.push(oursMs);
  }
  return median(ours) / median(base);
}

async function measureWarm(start) {
  const started = await start();
  // In a session of its own, as a function: Linux shares time among sessions first.
  const server = spawn(process.execPath, ['-e', bareServer], {
    env,
    detached: true,
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const [port] = await once(server.stdout, 'data');
  const agent = new Agent({ keepAlive: true });
  const base = [];
  const ours = [];
  for (let batch = -1; batch < batches; batch++) {
    const baseMs = await timed(() => repeat(() => roundTrip(Number(port), agent)));
    const oursMs = await timed(() => repeat(async () => check(await started.call(call, 15))));
    if (batch < 0) continue;
    base.push(baseMs);
    ours.push(oursMs);
  }
  agent.destroy();
  server.stdin.end();
  await started.stop();
  return median(ours) / median(base);
}

function roundTrip(port, agent) {
  return new Promise((resolve, reject) => {
    request({ host: '127.0.0.1', port, agent }, (response) => response.resume().on('end', resolve))
      .on('error', reject)
      .end();
  });
}

async function repeat(work) {
  for (let at = 0; at < callsInBatch; at++) await work();
}

async function timed(work) {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

function check({ status, body, errors }) {
  if (status !== 200 || body.toString() !== 'ok')
    throw new Error(`the function answered ${status}: ${errors}`);
}
