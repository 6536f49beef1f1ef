// A project as a file: requests, memory and time of a plan of a large one, the time of its types, and the time of a push. Times are compared with
// a bare loop that sends the same requests.
import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { floor, launcher, median, peakMemory } from './measure.mjs';

const large = { collections: 500, attributes: 20 };
const small = { collections: 40, attributes: 10 };
const runs = 5;
const recordingServer = fileURLToPath(new URL('recording-server.mjs', import.meta.url));
const bareLoop = fileURLToPath(new URL('bare-loop.mjs', import.meta.url));

/** Budgets of commands about the large project, and of a push of the small one against the bare loop. */
const maxRequests = 12;
const maxMemoryMiB = { check: 112, plan: 128 };
const maxPushRatio = 1.5;
/** Of TypeScript, over bare node. The text of other languages is up to seven times as long. */
const maxTypesMs = 300;
const languages = ['ts', 'zod', 'json-schema', 'go', 'python', 'php', 'kotlin', 'dart', 'swift'];

/**
 * @param report takes the lines of the result
 * @returns the budgets that are not met
 */
export async function project(report) {
  const folder = mkdtempSync(join(tmpdir(), 'appwrite-cli-bench-'));
  try {
    report('\n## A project as a file\n');
    return [
      ...(await planned(report, folder)),
      ...(await typed(report, folder)),
      ...(await pushed(report, folder)),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function planned(report, folder) {
  const file = writeFile(folder, large);
  const server = await startServer();
  try {
    await push(server, file);
    const plan = [launcher, 'plan', '--config', file];
    server.forget();
    await node(plan, server.env);
    const requests = await server.requests();
    const sent = writeRequests(folder, requests);
    const times = await interleaved({
      floor: () => node(floor.argv, {}),
      plan: () => node(plan, server.env),
      loop: () => node([bareLoop, sent], server.env),
    });
    const memoryMiB = {};
    for (const name of Object.keys(maxMemoryMiB)) {
      const measured = { name, argv: [launcher, name, '--config', file], env: server.env };
      memoryMiB[name] = (await peakMemory(measured, 3)) / 1024;
    }
    report(
      `Of ${large.collections} collections with ${large.collections * large.attributes} attributes, in which there is nothing to do: whole processes, times as the median of ${runs} interleaved runs.\n`,
    );
    report('| | | budget |\n| --- | --- | --- |');
    report(`| requests of \`plan\` | ${requests.length} | ${maxRequests} |`);
    for (const [name, most] of Object.entries(maxMemoryMiB))
      report(`| peak memory of \`${name}\` | ${memoryMiB[name].toFixed(0)} MiB | ${most} MiB |`);
    report(`| time of \`plan\`, × \`${floor.name}\` | ${(times.plan / times.floor).toFixed(2)} | |`);
    report(`| time of \`plan\`, × bare loop | ${(times.plan / times.loop).toFixed(2)} | |\n`);
    const writes = requests.filter(({ method }) => method !== 'GET');
    return [
      ...(requests.length > maxRequests ? ['requests of a plan'] : []),
      ...(writes.length > 0 ? ['no writes in a plan'] : []),
      ...Object.entries(maxMemoryMiB)
        .filter(([name, most]) => memoryMiB[name] > most)
        .map(([name]) => `memory of ${name}`),
    ];
  } finally {
    await server.close();
  }
}

async function typed(report, folder) {
  const config = writeFile(folder, large);
  const generate = (language) => {
    const out = join(folder, 'types');
    rmSync(out, { force: true });
    return node([launcher, 'types', out, '--lang', language, '--config', config], {});
  };
  const times = await interleaved({
    floor: () => node(floor.argv, {}),
    ...Object.fromEntries(languages.map((language) => [language, () => generate(language)])),
  });
  const over = languages.map((language) => ({ language, overMs: times[language] - times.floor }));
  report(`Types of ${large.collections * large.attributes} attributes, in ms more than \`${floor.name}\`:\n`);
  report('| language | ms | budget |\n| --- | --- | --- |');
  for (const { language, overMs } of over)
    report(`| ${language} | ${overMs.toFixed(0)} | ${language === 'ts' ? maxTypesMs : ''} |`);
  report('');
  return over.some(({ language, overMs }) => language === 'ts' && overMs > maxTypesMs)
    ? ['time of types']
    : [];
}

async function pushed(report, folder) {
  const file = writeFile(folder, small);
  let requests = [];
  const times = await interleaved({
    push: () =>
      onNewServer(async (server) => {
        const ms = await push(server, file);
        requests = await server.requests();
        return ms;
      }),
    loop: () => onNewServer(({ env }) => node([bareLoop, writeRequests(folder, requests)], env)),
  });
  const ratio = times.push / times.loop;
  report(
    `A push of ${small.collections} collections with ${small.collections * small.attributes} attributes to an empty project, ${requests.length} requests, takes ${ratio.toFixed(2)} times as long as the same requests in a bare loop, one after another; budget ${maxPushRatio}.\n`,
  );
  return ratio > maxPushRatio ? ['time of a push'] : [];
}

const push = (server, file) => node([launcher, 'push', '--config', file, '--yes', '--quiet'], server.env);

/**
 * Times ways to do something, A B C A B C …
 * @param ways functions by name, each of which returns its time in ms
 * @returns the median time of each name
 */
async function interleaved(ways) {
  const times = Object.fromEntries(Object.keys(ways).map((name) => [name, []]));
  for (let run = 0; run < runs; run++) {
    for (const [name, way] of Object.entries(ways)) times[name].push(await way());
  }
  return Object.fromEntries(Object.entries(times).map(([name, values]) => [name, median(values)]));
}

async function startServer() {
  const server = fork(recordingServer);
  const [env] = await once(server, 'message');
  return {
    env,
    /** Returns the requests since the last call of this or of `forget`. */
    async requests() {
      server.send('requests');
      return (await once(server, 'message'))[0];
    },
    forget: () => server.send('forget'),
    async close() {
      server.kill();
      await once(server, 'close');
    },
  };
}

async function onNewServer(work) {
  const server = await startServer();
  try {
    return await work(server);
  } finally {
    await server.close();
  }
}

/** Runs Node. Returns the time of the whole process in ms. */
async function node(argv, env) {
  const began = performance.now();
  const child = spawn(process.execPath, argv, {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let stderr = '';
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
  });
  const [code] = await once(child, 'close');
  if (code !== 0) throw new Error(`${argv.join(' ')}: exit ${code}: ${stderr}`);
  return performance.now() - began;
}

/** Writes the requests for the bare loop. */
function writeRequests(folder, requests) {
  const file = join(folder, 'requests.ndjson');
  writeFileSync(file, requests.map((each) => JSON.stringify(each)).join('\n'));
  return file;
}

/** Writes a project file: in each collection attributes of several types, an index, and a relationship to the next one. */
function writeFile(folder, { collections, attributes }) {
  const all = Array.from({ length: collections }, (_, at) => collection(at, collections, attributes));
  const databases = [{ $id: 'main', name: 'Main', enabled: true }];
  const file = join(folder, `${collections}.json`);
  writeFileSync(file, JSON.stringify({ projectId: 'sandbox', databases, collections: all }, null, 4));
  return file;
}

function collection(at, count, attributes) {
  const related = {
    key: 'next',
    type: 'relationship',
    relatedCollection: `c${(at + 1) % count}`,
    ...{
      relationType: 'manyToOne',
      twoWay: true,
      twoWayKey: 'previous',
      onDelete: 'setNull',
      side: 'parent',
    },
  };
  const scalars = Array.from({ length: attributes - 1 }, (_, n) =>
    n % 2 === 0
      ? { key: `text_${n}`, type: 'string', required: false, array: false, size: 100, default: null }
      : {
          ...{ key: `number_${n}`, type: 'integer', required: false, array: false },
          ...{ min: 0, max: 1_000_000, default: n },
        },
  );
  return {
    $id: `c${at}`,
    $permissions: ['read("any")', 'create("users")'],
    ...{ databaseId: 'main', name: `Collection ${at}`, enabled: true, documentSecurity: false },
    attributes: [...scalars, related],
    indexes: [{ key: 'first', type: 'key', attributes: ['text_0'], orders: ['ASC'] }],
  };
}
