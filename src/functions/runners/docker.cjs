// Runs a function in the image of its runtime: passes calls on to the container, whose protocol it shares, and speaks to its
// parent as the other runners do.
//
//   node docker.cjs DOCKER NAME ARGUMENTS…
//
// DOCKER is the program, NAME that of the container, ARGUMENTS are those of docker that start it. The container ends with
// this process, since its stdin then closes.
'use strict';

const { execFile, spawn } = require('node:child_process');
const { writeSync } = require('node:fs');
const http = require('node:http');

const [docker, name, ...args] = process.argv.slice(2);
const pauseMs = 100;

function tell(message) {
  try {
    writeSync(3, `${JSON.stringify(message)}\n`);
  } catch {
    // The program that started this process is gone. The end of stdin follows.
  }
}

const container = spawn(docker, args, { stdio: ['pipe', 'inherit', 'inherit'] });
container.stdin.on('error', () => {});
container.on('error', (error) => end(1, error.message));
container.on('exit', (code, signal) =>
  end(code ?? 1, `The container ended with ${signal ?? `exit code ${code}`}.`),
);
process.stdin.resume().on('close', () => container.stdin.destroy());
let isStopping = false;
process.on('SIGTERM', () => {
  isStopping = true;
  // Docker passes the signal on to the container and ends with it.
  container.kill('SIGTERM');
});

function end(code, reason) {
  if (!isStopping) process.stderr.write(`${reason}\n`);
  process.exit(code === 0 ? 1 : code);
}

const pause = () => new Promise((resolve) => setTimeout(resolve, pauseMs));

/** Returns the port that docker has chosen, once the container runs. */
async function publishedPort() {
  for (;;) {
    const text = await new Promise((resolve) =>
      execFile(docker, ['port', name, '3000/tcp'], (_, stdout) => resolve(stdout)),
    );
    const port = /^127\.0\.0\.1:(\d+)$/m.exec(text)?.[1];
    if (port !== undefined) return Number(port);
    await pause();
  }
}

/** Returns true if the runtime answers. Without the secret it calls no function. */
const answers = (port) =>
  new Promise((resolve) => {
    http
      .get({ host: '127.0.0.1', port, path: '/', agent: false }, (response) => {
        response.resume();
        resolve(true);
      })
      .on('error', () => resolve(false));
  });

/** Returns the logs of a header. The image of PHP encodes a space as `+`, and joins lines by `\n` in two characters. */
function linesOf(header) {
  const text = (header ?? '').replaceAll('+', '%20');
  try {
    return decodeURIComponent(text).split('\n');
  } catch {
    return [text];
  }
}

const agent = new http.Agent({ keepAlive: true });

function passOn(port, request, response) {
  const { method, url: path, rawHeaders: headers } = request;
  const outgoing = http.request({
    host: '127.0.0.1',
    port,
    agent,
    method,
    path,
    headers,
    maxHeaderSize: 300 * 1024,
  });
  outgoing.on('error', () => response.destroy());
  outgoing.on('response', (answer) => {
    const run = request.headers['x-open-runtimes-run'];
    const own = {};
    for (const [stream, header] of [
      ['log', 'x-open-runtimes-logs'],
      ['error', 'x-open-runtimes-errors'],
    ]) {
      const lines = linesOf(answer.headers[header]);
      if (lines.join('') !== '') for (const text of lines) tell({ run, stream, text });
      own[header] = encodeURIComponent(lines.join('\n'));
    }
    for (const [at, text] of answer.rawHeaders.entries())
      if (at % 2 === 0 && !(text.toLowerCase() in own))
        response.appendHeader(text, answer.rawHeaders[at + 1]);
    response.writeHead(answer.statusCode, own);
    answer.pipe(response);
  });
  request.pipe(outgoing);
}

async function main() {
  const port = await publishedPort();
  while (!(await answers(port))) await pause();
  const server = http.createServer((request, response) => passOn(port, request, response));
  server.keepAliveTimeout = 0;
  server.requestTimeout = 0;
  server.headersTimeout = 0;
  server.listen(0, '127.0.0.1', () => tell({ port: server.address().port }));
}

main();
