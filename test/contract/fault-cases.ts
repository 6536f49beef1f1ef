import type { ExpectStatic } from 'vitest';
import {
  type Behaviour,
  captivePortal,
  closeInHeaders,
  cutAfter,
  cutChunked,
  deepJson,
  drip,
  dripHeader,
  endless,
  gzipBomb,
  type Hit,
  hangUp,
  html502,
  hugeHeader,
  invalidJson,
  invalidUtf8,
  json,
  notHttp,
  protoKeys,
  redirectLoop,
  resetAfter,
  silent,
  startFaults,
  text,
  wrongLength,
} from '../kit/faults.ts';
import {
  body,
  type Name,
  type Options,
  type Representative,
  type Run,
  representatives,
  untouched,
} from './representatives.ts';

const asJson = { 'content-type': 'application/json' };

/** Expected result of a command. */
interface End {
  readonly code: number;
  readonly says: RegExp;
  /** Maximum number of times that an idempotent request is sent with `--retries 1`. */
  readonly maxSent: number;
}

export interface FaultCase extends End {
  readonly name: string;
  readonly behaviour: Behaviour;
  /** True if only `--request-timeout` ends it. */
  readonly isSlow?: boolean;
  /** Commands that end in another way. */
  readonly except?: Partial<Record<Name, End>>;
}

const broke: End = {
  code: 6,
  says: /^error: the connection to .* broke/m,
  maxSent: 2,
};
/** Bytes before a cut count as progress, so the connection may break once more. */
const brokeOften = { download: { ...broke, maxSent: 3 } };
const timedOut: End & { isSlow: true } = {
  code: 6,
  says: /^error: no complete response from .* within .*\nhint: .*--request-timeout/m,
  maxSent: 1,
  isSlow: true,
};
const notTheFile: End = {
  code: 1,
  says: /^error: the server sends \d+ bytes of a file of 55$/m,
  maxSent: 1,
};
const fine: End = { code: 0, says: /^/, maxSent: 1 };
const notEmpty: End = {
  code: 1,
  says: /^error: the server's response is not as expected: it is not empty; it is not known/m,
  maxSent: 1,
};
const noSession: End = {
  code: 1,
  says: /^error: the server accepted the password but sent no session$/m,
  maxSent: 1,
};

const circle: End = { code: 1, says: /redirects in circles/, maxSent: 6 };

export const faultCases: readonly FaultCase[] = [
  { name: 'accepts the request and never answers', behaviour: silent, ...timedOut },
  { name: 'drips a body', behaviour: drip(200), ...timedOut, except: { download: notTheFile } },
  { name: 'drips a header', behaviour: dripHeader(200), ...timedOut },
  { name: 'hangs up without an answer', behaviour: hangUp, ...broke },
  { name: 'resets the connection in the headers', behaviour: resetAfter(20, body), ...broke },
  {
    name: 'resets the connection in the body',
    behaviour: resetAfter(90, body, asJson),
    ...broke,
    except: brokeOften,
  },
  { name: 'closes the connection in the headers', behaviour: closeInHeaders, ...broke },
  {
    name: 'closes the connection in the body',
    behaviour: cutAfter(5, Buffer.from(body), asJson),
    ...broke,
    except: brokeOften,
  },
  {
    name: 'closes the connection in a body of unknown length',
    behaviour: cutChunked('{"total":', asJson),
    ...broke,
    except: brokeOften,
  },
  {
    name: 'declares a length that is too long',
    behaviour: wrongLength(500, body),
    ...broke,
    except: { download: notTheFile },
  },
  {
    name: 'sends a header of 1 MiB',
    behaviour: hugeHeader(1024 * 1024),
    code: 1,
    says: /not valid HTTP/,
    maxSent: 1,
  },
  { name: 'speaks another protocol', behaviour: notHttp, code: 1, says: /not valid HTTP/, maxSent: 1 },
  { name: 'sends a gzip bomb', behaviour: gzipBomb(), code: 1, says: /compressed \(gzip\)/, maxSent: 1 },
  {
    name: "answers a proxy's 502",
    behaviour: html502,
    code: 1,
    says: /^error: HTTP 502 Bad Gateway/m,
    maxSent: 2,
  },
  {
    name: 'answers 500 without a body',
    behaviour: text('', 500),
    code: 1,
    says: /^error: HTTP 500/m,
    maxSent: 2,
  },
  {
    name: 'answers the login page of a network',
    behaviour: captivePortal,
    code: 1,
    says: /^error: .*web page, not JSON.*\nhint: .*proxy/m,
    maxSent: 1,
    except: { download: notTheFile, delete: notEmpty },
  },
  {
    name: 'answers 200 without a body',
    behaviour: text(''),
    code: 1,
    says: /^error: the server's response is empty/m,
    maxSent: 1,
    except: { download: notTheFile, delete: { code: 1, says: /its status is 200, not 204/, maxSent: 1 } },
  },
  {
    name: 'redirects in a circle',
    behaviour: redirectLoop,
    code: 1,
    says: /^error: .*redirects this \w+ request to .*, and the redirect was not followed/m,
    maxSent: 1,
    except: { get: circle, list: circle, download: circle },
  },
  {
    name: 'answers invalid UTF-8',
    behaviour: invalidUtf8,
    code: 1,
    says: /not valid JSON: it is not UTF-8/,
    maxSent: 1,
    except: { download: notTheFile },
  },
  {
    name: 'answers invalid JSON',
    behaviour: invalidJson,
    code: 1,
    says: /not valid JSON/,
    maxSent: 1,
    except: { download: notTheFile },
  },
  {
    name: 'answers JSON 200 levels deep',
    behaviour: deepJson(200),
    ...fine,
    except: { download: notTheFile, delete: notEmpty, login: noSession },
  },
  {
    name: 'answers JSON with the key __proto__',
    behaviour: protoKeys,
    ...fine,
    except: { download: notTheFile, delete: notEmpty, login: noSession },
  },
];

/** Takes 256 MiB to be noticed, too much to send to every command through a socket. */
export const endlessBody: FaultCase = {
  name: 'sends an endless body',
  behaviour: endless(),
  code: 1,
  says: /longer than 256 MiB/,
  maxSent: 1,
  except: { download: { code: 1, says: /sends more than the 55 bytes/, maxSent: 1 } },
};

/** Runs a command against a server with a fault, and checks how it ends. */
export async function expectEnd(
  expect: ExpectStatic,
  fault: FaultCase,
  name: Name,
  run: (name: Name, endpoint: string, options: Options) => Promise<Run>,
): Promise<void> {
  const { before = [] }: Representative = representatives[name];
  await using server = await startFaults([...before.map((value) => json(value)), fault.behaviour]);
  const result = await run(name, server.endpoint, { isSlow: fault.isSlow ?? false });
  expectResult(expect, fault, name, result, server.hits);
}

/** Checks the exit code, the output, the files and the requests of a command. */
export function expectResult(
  expect: ExpectStatic,
  { except = {}, ...usual }: FaultCase,
  name: Name,
  { stdout, stderr, code, files }: Run,
  hits: readonly Hit[],
): void {
  const { faulty, isResent } = representatives[name];
  const { says, code: expected, maxSent } = except[name] ?? usual;
  expect(stderr).toMatch(says);
  expect(code).toBe(expected);
  expect(stderr).not.toMatch(/^\s+at |unexpected|canary/m);
  if (code !== 0) expect(stdout).toBe('');
  expect(files).toEqual(untouched);
  const times = hits.filter(({ method, url }) => faulty.test(`${method} ${url}`)).length;
  expect(times).toBeGreaterThan(0);
  expect(times).toBeLessThanOrEqual(isResent ? maxSent : 1);
}
