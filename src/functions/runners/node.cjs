// Runs a function for Node.js, Bun or Deno: answers HTTP on a port of the loopback interface, as the runtime of an Appwrite server does.
//
//   node node.cjs PROTOCOL FOLDER
//
// PROTOCOL is v3 (Appwrite 1.5) or v4, FOLDER holds the code. The environment has OPEN_RUNTIMES_ENTRYPOINT, the file to
// load, and OPEN_RUNTIMES_SECRET, which each request has to bring. The process ends when its stdin closes. It writes lines
// of JSON to file descriptor 3: its port, and what the function logs, at once.
'use strict';

const { AsyncLocalStorage } = require('node:async_hooks');
const { readFileSync, writeSync } = require('node:fs');
const http = require('node:http');
const { dirname, join, resolve: resolvePath, sep } = require('node:path');
const { pathToFileURL } = require('node:url');
const { format } = require('node:util');

const [protocol, folder] = process.argv.slice(2);
const isV3 = protocol === 'v3';
const maxBodyBytes = isV3 ? 1024 ** 2 : 20 * 1024 ** 2;
const channel = 3;
const isDeno = 'Deno' in globalThis;

/** The run that code belongs to, also in its callbacks: runs overlap. */
const currentRun = new AsyncLocalStorage();

/** Uses of later versions that the user has been told of. */
const hinted = new Set();

/** Deno opens no file descriptor that it is given but as a socket, which it is. */
const socket = isDeno ? new (require('node:net').Socket)({ fd: channel }).on('error', () => {}) : undefined;

function tell(message) {
  const line = `${JSON.stringify(message)}\n`;
  try {
    if (socket) socket.write(line);
    else writeSync(channel, line);
  } catch {
    // The program that started this process is gone. The end of stdin follows.
  }
}

function hint(what, instead) {
  if (hinted.has(what)) return;
  hinted.add(what);
  tell({ stream: 'hint', text: `${what} comes with Appwrite 1.6 and is undefined on 1.5: ${instead}` });
}

/** Logs of one call. */
class Run {
  #id;
  #isOver = false;
  #logs = [];
  #errors = [];
  #console = [];

  constructor(id) {
    this.#id = id;
  }

  log(text) {
    this.#add(this.#logs, 'log', text);
  }

  error(text) {
    this.#add(this.#errors, 'error', text);
  }

  /** Takes what the function wrote with `console`. After the answer there is no log for it. */
  capture(text) {
    if (this.#isOver) return false;
    this.#add(this.#console, 'log', text);
    return true;
  }

  #add(lines, stream, text) {
    // Text that can't be encoded can't be sent in a header either.
    const sendable = text.replace(/\p{Surrogate}/gu, '\ufffd');
    if (!this.#isOver) lines.push(sendable);
    tell({ run: this.#id, stream, text: sendable });
  }

  /** Ends the logs and returns them as the headers of the answer. */
  headers() {
    this.#isOver = true;
    const banner =
      this.#console.length === 0
        ? []
        : ['', '--- Written by console. Use context.log and context.error instead. ---', ...this.#console];
    return {
      'x-open-runtimes-logs': encodeURIComponent([...this.#logs, ...banner].join('\n')),
      'x-open-runtimes-errors': encodeURIComponent(this.#errors.join('\n')),
    };
  }
}

for (const name of ['log', 'info', 'debug', 'warn', 'error']) {
  const original = console[name];
  console[name] = (...values) => {
    if (!currentRun.getStore()?.capture(format(...values))) original.apply(console, values);
  };
}

/** Text of one value, as logs of the server have it. A ring of objects throws, as there. */
const logText = (value) => (value instanceof Object ? JSON.stringify(value) : String(value));

const logger = (name, write) =>
  isV3
    ? (value, ...more) => {
        if (more.length > 0) hint(`${name} with more than one value`, 'the others are left out');
        write(logText(value));
      }
    : (...values) => write(values.map(logText).join(' '));

/**
 * Returns a prototype with members that only a later version has: undefined and not among the keys of an object, as on 1.5,
 * but the user is told.
 * @param {Record<string, string>} advice what to use instead, by name
 */
function laterMembers(shownAs, advice) {
  const prototype = {};
  for (const [key, instead] of Object.entries(advice)) {
    Object.defineProperty(prototype, key, {
      get: () => hint(shownAs(key), instead),
      set(value) {
        Object.defineProperty(this, key, { value, writable: true, enumerable: true, configurable: true });
      },
    });
  }
  return prototype;
}

const laterOfHeaders = laterMembers((name) => `The header ${name}`, {
  'x-appwrite-key': 'give the function a variable with an API key',
});
const laterOfRequest = laterMembers((key) => `req.${key}`, {
  bodyText: 'use req.bodyRaw',
  bodyJson: 'use req.body',
  bodyBinary: 'use req.bodyRaw',
});
const laterOfResponse = laterMembers((key) => `res.${key}`, { text: 'use res.send', binary: 'use res.send' });

/** Everything of the request but its body. The query is not decoded, and of a repeated name the last value counts. */
function requestFacts({ method, url: target, headers: received }) {
  const headers = isV3 ? { __proto__: laterOfHeaders } : {};
  for (const name of Object.keys(received))
    if (!name.startsWith('x-open-runtimes-')) headers[name] = received[name];
  const scheme = headers['x-forwarded-proto'] ?? 'http';
  const defaultPort = scheme === 'https' ? 443 : 80;
  const [host, givenPort] = (headers.host ?? '').split(':');
  const port = givenPort ? Number.parseInt(givenPort, 10) : defaultPort;
  const mark = target.indexOf('?');
  const path = mark === -1 ? target : target.slice(0, mark);
  const queryString = mark === -1 ? '' : target.slice(mark + 1);
  const query = {};
  for (const part of queryString.split('&')) {
    const [name, ...value] = part.split('=');
    if (name) query[name] = value.join('=');
  }
  const url = `${scheme}://${host}${port === defaultPort ? '' : `:${port}`}${path}${queryString && `?${queryString}`}`;
  return { headers, method, host, scheme, query, queryString, port, url, path };
}

function makeRequest(message, bytes) {
  const facts = requestFacts(message);
  const bodyText = bytes.toString('utf8');
  const contentType = facts.headers['content-type'] ?? 'text/plain';
  if (isV3) {
    const isJson = contentType.includes('application/json');
    const body = isJson ? parseJson(bodyText) : bodyText;
    return { __proto__: laterOfRequest, bodyRaw: bodyText, body, ...facts };
  }
  const isJson = contentType.toLowerCase().startsWith('application/json');
  const isBinary = /^(application|audio|font|image|video)\//i.test(contentType);
  return {
    bodyBinary: bytes,
    bodyText,
    bodyRaw: bodyText,
    get bodyJson() {
      return parseJson(bodyText);
    },
    body: isJson ? parseJson(bodyText) : isBinary ? bytes : bodyText,
    ...facts,
  };
}

const parseJson = (text) => (text === '' ? {} : JSON.parse(text));

const sendResult = (body, statusCode = 200, headers = {}) => ({ body, statusCode, headers });
const sendMembers = {
  send: sendResult,
  json: (value, statusCode = 200, headers = {}) =>
    sendResult(JSON.stringify(value), statusCode, { ...headers, 'content-type': 'application/json' }),
  empty: () => sendResult('', 204),
  redirect: (url, statusCode = 301, headers = {}) =>
    sendResult('', statusCode, { ...headers, location: url }),
};

const makeResponse = () =>
  isV3
    ? { __proto__: laterOfResponse, ...sendMembers }
    : { ...sendMembers, text: sendResult, binary: sendResult };

/** Returns the function that a file exports; \`exports.default\` wins. Node itself keeps what it has loaded. */
async function load(entrypoint) {
  const path = join(folder, entrypoint);
  let loaded;
  try {
    try {
      // Deno knows no other modules.
      loaded = isDeno ? await import(pathToFileURL(path).href) : require(path);
    } catch (error) {
      // A module of ECMAScript, or one that awaits at its top level.
      if (error?.code !== 'ERR_REQUIRE_ESM' && error?.code !== 'ERR_REQUIRE_ASYNC_MODULE') throw error;
      loaded = await import(pathToFileURL(path).href);
    }
  } catch (error) {
    throw new Problem(
      `${entrypoint} can't be loaded:\n${(await syntaxErrorText(error, path)) ?? errorText(error)}`,
    );
  }
  const exported = loaded?.default ?? loaded;
  if (typeof exported !== 'function') throw new Problem(`${entrypoint} exports no function`);
  return exported;
}

const maxCheckedFiles = 200;
/** Files without an error of syntax. Node keeps a module that it could not load, so that they are not read again. */
const checkedFiles = new Map();

/**
 * Finds the line of an error of syntax in a module of ECMAScript: the error that Node throws for one names neither file nor
 * line, and \`node --check\` does. Looks into the files that the entry point imports as well.
 * @returns undefined if the error is another one, or says so itself
 */
async function syntaxErrorText(error, entryPath) {
  const isBare = error instanceof SyntaxError && /^SyntaxError/.test(error.stack);
  if (!isBare || isDeno || process.versions.bun) return undefined;
  const files = new Set([entryPath]);
  for (const file of files) {
    if (!checkedFiles.has(file)) checkedFiles.set(file, await checkSyntax(file));
    const problem = checkedFiles.get(file);
    if (problem !== undefined) return problem;
    for (const imported of localImports(file)) if (files.size < maxCheckedFiles) files.add(imported);
  }
  return undefined;
}

/** @returns file and line, the line itself and the message; undefined if nothing is wrong */
function checkSyntax(file) {
  const { execFile } = require('node:child_process');
  const { NODE_OPTIONS: _, ...env } = process.env;
  return new Promise((resolve) => {
    execFile(process.execPath, ['--check', file], { env, timeout: 5000 }, (_error, _stdout, stderr) => {
      const [text] = /^[\s\S]*?^SyntaxError.*/m.exec(stderr) ?? [];
      resolve(text?.replaceAll(folder + sep, ''));
    });
  });
}

/** Paths of the files that a module imports by a relative path. */
function localImports(file) {
  let text;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    return [];
  }
  return [...text.matchAll(/\b(?:from|import)\s*\(?\s*["'](\.{1,2}\/[^"'\n]+\.[cm]?js)["']/g)].map(
    ([, path]) => resolvePath(dirname(file), path),
  );
}

/** An error whose message says it all: its stack would be of this file. */
class Problem extends Error {}

/** Text of what was thrown, as the log of errors has it: the stack, without the lines of this file. */
function errorText(error) {
  if (error instanceof Problem) return error.message;
  if (typeof error?.stack !== 'string') return logText(error);
  return error.stack
    .split('\n')
    .filter((line) => !line.includes(__filename))
    .join('\n');
}

/** @returns what the function returned; undefined if it took longer than its time */
async function callFunction(context, seconds) {
  const result = load(process.env.OPEN_RUNTIMES_ENTRYPOINT).then((exported) => exported(context));
  if (seconds === undefined) return { output: await result };
  let timer;
  const timeout = new Promise((resolve) => {
    timer = setTimeout(resolve, seconds * 1000);
  });
  try {
    return await Promise.race([result.then((output) => ({ output })), timeout]);
  } finally {
    clearTimeout(timer);
  }
}

/** Returns status, headers and body of what a function returned. */
function answerOf(output) {
  if (output === undefined || output === null)
    throw new Problem('The function returned nothing. Return context.res.empty() to answer without a body.');
  if (!(output instanceof Object))
    throw new RangeError(`Invalid status code: the function returned a ${typeof output}, not a response`);
  const status = output.statusCode ?? 200;
  if (!(status >= 200 && status <= 999)) throw new RangeError(`Invalid status code: ${status}`);
  const headers = { 'content-type': 'text/plain' };
  for (const [name, value] of Object.entries(output.headers ?? {})) {
    const lowerCase = name.toLowerCase();
    if (!lowerCase.startsWith('x-open-runtimes-')) headers[lowerCase] = value;
  }
  const type = headers['content-type'];
  if (!type.startsWith('multipart/') && !type.includes('charset='))
    headers['content-type'] = `${type}; charset=utf-8`;
  return { status, headers, body: output.body ?? '' };
}

function readBody(request) {
  return new Promise((resolve, reject) => {
    const parts = [];
    let size = 0;
    request.on('data', (part) => {
      size += part.length;
      if (size <= maxBodyBytes) parts.push(part);
    });
    request.on('end', () => {
      if (size <= maxBodyBytes) resolve(Buffer.concat(parts));
      else reject(new Problem(`The body of the request has more than ${maxBodyBytes} bytes.`));
    });
    request.on('error', reject);
  });
}

/** @returns seconds; undefined for no limit */
function timeoutOf({ headers: { 'x-open-runtimes-timeout': text } }) {
  return text === undefined || text === '' ? undefined : Number(text);
}

function send(response, { status, headers, body }, run) {
  const isStream = typeof body?.pipe === 'function';
  const isJson =
    typeof body === 'number' || (typeof body === 'object' && !(body instanceof Uint8Array) && !isStream);
  const content = isJson ? JSON.stringify(body) : body;
  const length = isStream ? {} : { 'content-length': Buffer.byteLength(content) };
  // Not by writeHead: names and values are checked before the logs end.
  for (const [name, value] of Object.entries({ ...headers, ...length })) response.setHeader(name, value);
  response.writeHead(status, run?.headers());
  if (isStream) content.pipe(response);
  else response.end(content);
}

const refusal = (body) => ({ status: 500, headers: { 'content-type': 'text/plain; charset=utf-8' }, body });

async function answer(request, response) {
  const seconds = timeoutOf(request);
  if (seconds !== undefined && !(seconds > 0))
    return send(response, refusal('The header x-open-runtimes-timeout is not a number above 0.'));
  if (request.headers['x-open-runtimes-secret'] !== process.env.OPEN_RUNTIMES_SECRET)
    return send(response, refusal('The header x-open-runtimes-secret is missing or wrong.'));

  const run = new Run(request.headers['x-open-runtimes-run']);
  try {
    const context = {
      req: makeRequest(request, await readBody(request)),
      res: makeResponse(),
      log: logger('context.log', (text) => run.log(text)),
      error: logger('context.error', (text) => run.error(text)),
    };
    const ended = await currentRun.run(run, () => callFunction(context, seconds));
    if (ended === undefined) throw new Problem('The function timed out.');
    send(response, answerOf(ended.output), run);
  } catch (error) {
    run.error(errorText(error));
    for (const name of response.getHeaderNames()) response.removeHeader(name);
    send(response, refusal(''), run);
  }
}

// A ring of objects has no text, so that the log of an error can fail too.
const server = http.createServer(
  (request, response) => void answer(request, response).catch(() => response.destroy()),
);
// The caller keeps connections, and a process that is debugged may take any time.
server.keepAliveTimeout = 0;
server.requestTimeout = 0;
server.headersTimeout = 0;
server.listen(0, '127.0.0.1', () => tell({ port: server.address().port }));

// Deno has no event `close` here.
for (const event of ['end', 'close']) process.stdin.on(event, () => process.exit());
process.stdin.resume();
