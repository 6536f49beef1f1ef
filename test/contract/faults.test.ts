import { describe, it } from 'vitest';
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
  hangUp,
  html502,
  hugeHeader,
  invalidJson,
  invalidUtf8,
  notHttp,
  protoKeys,
  redirectLoop,
  resetAfter,
  silent,
  startFaults,
  text,
  wrongLength,
} from '../kit/faults.ts';
import { body, type Command, commands, type Name, names, strike } from './representatives.ts';

const asJson = { 'content-type': 'application/json' };

/** How a command ends. */
interface End {
  readonly code: number;
  readonly says: RegExp;
  /** How often the struck request is sent at most, where that does no harm and `--retries 1` allows it. */
  readonly sent: number;
}

interface Fault extends End {
  readonly name: string;
  readonly behaviour: Behaviour;
  /** It would never end: only `--request-timeout` ends it. */
  readonly slow?: boolean;
  /** The commands that end in another way. */
  readonly but?: Partial<Record<Name, End>>;
}

const broke: End = {
  code: 6,
  says: /^error: the connection to .* broke/m,
  sent: 2,
};
/** What arrives before a cut counts as progress, so the connection may break once more. */
const brokeOften = { download: { ...broke, sent: 3 } };
const late: End & { slow: true } = {
  code: 6,
  says: /^error: no complete answer from .* within .*\nhint: .*--request-timeout/m,
  sent: 1,
  slow: true,
};
const notTheFile: End = {
  code: 1,
  says: /^error: the server sends \d+ bytes of a file of 55$/m,
  sent: 1,
};
const fine: End = { code: 0, says: /^/, sent: 1 };
const noFile: End = { code: 1, says: /^error: the server's answer to the upload names no file$/m, sent: 1 };
const noSession: End = {
  code: 1,
  says: /^error: the server took the password but sent no session$/m,
  sent: 1,
};

const circle: End = { code: 1, says: /redirects in circles/, sent: 6 };

const faults: readonly Fault[] = [
  { name: 'takes the request and stays silent', behaviour: silent, ...late },
  { name: 'drips a body', behaviour: drip(200), ...late, but: { download: notTheFile } },
  { name: 'drips a header', behaviour: dripHeader(200), ...late },
  { name: 'hangs up without an answer', behaviour: hangUp, ...broke },
  { name: 'resets in the headers', behaviour: resetAfter(20, body), ...broke },
  { name: 'resets in the body', behaviour: resetAfter(90, body, asJson), ...broke, but: brokeOften },
  { name: 'closes in the headers', behaviour: closeInHeaders, ...broke },
  {
    name: 'closes in the body',
    behaviour: cutAfter(5, Buffer.from(body), asJson),
    ...broke,
    but: brokeOften,
  },
  {
    name: 'closes in a body of unknown length',
    behaviour: cutChunked('{"total":', asJson),
    ...broke,
    but: brokeOften,
  },
  {
    name: 'says a longer length',
    behaviour: wrongLength(500, body),
    ...broke,
    but: { download: notTheFile },
  },
  {
    name: 'sends a header of 10 MiB',
    behaviour: hugeHeader(10 * 1024 * 1024),
    code: 1,
    says: /not valid HTTP/,
    sent: 1,
  },
  { name: 'speaks another protocol', behaviour: notHttp, code: 1, says: /not valid HTTP/, sent: 1 },
  {
    name: 'sends a body without end',
    behaviour: endless(),
    code: 1,
    says: /longer than 256 MiB/,
    sent: 1,
    but: { download: { code: 1, says: /sends more than the 55 bytes/, sent: 1 } },
  },
  { name: 'sends a gzip bomb', behaviour: gzipBomb(), code: 1, says: /compressed \(gzip\)/, sent: 1 },
  {
    name: "answers a proxy's 502",
    behaviour: html502,
    code: 1,
    says: /^error: HTTP 502 Bad Gateway/m,
    sent: 2,
  },
  {
    name: 'answers 500 and nothing else',
    behaviour: text('', 500),
    code: 1,
    says: /^error: HTTP 500/m,
    sent: 2,
  },
  {
    name: 'answers the login page of a network',
    behaviour: captivePortal,
    code: 1,
    says: /^error: .*web page, not JSON\nhint: /m,
    sent: 1,
    but: { download: notTheFile, delete: { code: 1, says: /^error: the answer is broken JSON/m, sent: 1 } },
  },
  {
    name: 'answers 200 and nothing else',
    behaviour: text(''),
    code: 1,
    says: /^error: the server's answer is empty$/m,
    sent: 1,
    but: { download: notTheFile, delete: { code: 0, says: /^Deleted\.$/m, sent: 1 } },
  },
  {
    name: 'redirects in a circle',
    behaviour: redirectLoop,
    code: 1,
    says: /^error: .*redirects this \w+ request to .*, which is not followed/m,
    sent: 1,
    but: { get: circle, list: circle, download: circle },
  },
  {
    name: 'answers invalid UTF-8',
    behaviour: invalidUtf8,
    code: 1,
    says: /not valid JSON: it is not UTF-8/,
    sent: 1,
    but: { download: notTheFile },
  },
  {
    name: 'answers invalid JSON',
    behaviour: invalidJson,
    code: 1,
    says: /not valid JSON/,
    sent: 1,
    but: { download: notTheFile },
  },
  {
    name: 'answers JSON 200 levels deep',
    behaviour: deepJson(200),
    ...fine,
    but: { download: notTheFile, upload: noFile, login: noSession },
  },
  {
    name: 'answers JSON with the key __proto__',
    behaviour: protoKeys,
    ...fine,
    but: { download: notTheFile, upload: noFile, login: noSession },
  },
];

for (const { name: what, behaviour, sent, slow = false, but = {}, ...usual } of faults) {
  describe(`a server that ${what}`, () => {
    for (const name of names) {
      it.concurrent(name, async ({ expect }) => {
        const { before = [], struck, repeats }: Command = commands[name];
        await using server = await startFaults([...before, behaviour]);
        const ran = await strike(name, server.endpoint, { slow });
        const { code, says } = but[name] ?? usual;
        expect(ran.stderr).toMatch(says);
        expect(ran.code).toBe(code);
        expect(ran.stderr).not.toMatch(/^\s+at |unexpected|canary/m);
        if (code !== 0) expect(ran.stdout).toBe('');
        expect(ran.left).toEqual(['cat.png']);
        const times = server.hits.filter(({ method, url }) => struck.test(`${method} ${url}`)).length;
        expect(times).toBeGreaterThan(0);
        expect(times).toBeLessThanOrEqual(repeats ? (but[name]?.sent ?? sent) : 1);
      });
    }
  });
}
