import { readdirSync, readFileSync } from 'node:fs';
import { sep } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Operation } from '../../src/api/schema.ts';
import { type ApiVersion, apiVersions } from '../../src/api/versions.ts';
import { parseCommandLine } from '../../src/cli/program.ts';
import { tokenise } from '../../src/cli/scan.ts';
import { globalFlags } from '../../src/core/globals.ts';
import type { ApiRequest } from '../../src/http/types.ts';
import { DateReader } from '../../src/operations/dates.ts';
import { readValues } from '../../src/operations/read.ts';
import { buildRequest, type Values } from '../../src/operations/request.ts';
import type { Sources } from '../../src/operations/sources.ts';
import { everyOperationIn } from '../kit/catalogue.ts';
import { runLine } from '../kit/in-process.ts';
import { type Exchange, exactJson, readTranscript } from './transcript.ts';

/** No line of the transcripts reads a file or stdin; uploaded files are only named. */
const sources: Sources = {
  stdinEchoes: false,
  dates: async () => new DateReader({ now: Date.now, utcOffsetMinutes: () => 0 }),
  file: (flag, path) => Promise.reject(new Error(`${flag} must not read ${path}`)),
  stdin: (flag) => Promise.reject(new Error(`${flag} must not read stdin`)),
  upload: async ({ name }, path) => ({ field: name, filename: path, size: 0, open: nothing }),
};

function nothing(): never {
  throw new Error('building a request must not open its file');
}

/** A file of transcripts: what the operations of a group send in a version. */
interface Transcript {
  readonly version: ApiVersion;
  readonly group: string;
  readonly exchanges: readonly Exchange[];
}

const folder = new URL('requests/', import.meta.url);

/** The oldest version stands in the folder itself; a newer one has a folder of its own with what is new in it. */
const transcripts = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.txt'))
  .toSorted()
  .map(transcriptIn);

function transcriptIn(file: string): Transcript {
  const [group = '', version = apiVersions[0]] = file.replace('.txt', '').split(sep).reverse();
  const text = readFileSync(new URL(file, folder), 'utf8');
  return { version: version as ApiVersion, group, exchanges: readTranscript(text) };
}

/** Takes a line through every step of a real one, up to the request. */
async function run(
  { argv }: Exchange,
  version: ApiVersion,
): Promise<{ values: Values; request: ApiRequest }> {
  const line = await parseCommandLine(tokenise(argv, globalFlags), { version, source: undefined });
  if ('help' in line) throw new Error(`no command of ${version}: ${argv.join(' ')}`);
  const operation = everyOperationIn(version).find(
    ({ group, command }) => group === argv[0] && command === line.command.name,
  );
  if (!operation) throw new Error(`no operation of ${version}: ${argv.join(' ')}`);
  const values = await readValues(operation, line.values, sources);
  return { values, request: buildRequest(operation, values) };
}

/** Returns the form's fields and its file in the notation of a transcript. */
function formOf({ body }: ApiRequest): string[] {
  if (body?.kind !== 'form') return [];
  const fields = body.fields.map(
    ([name, value]) => `${name}=${value.replace(/^[0-9a-f]{20}$/, '<20 hex digits>')}`,
  );
  return [...fields, `${body.file.field}=@${body.file.filename}`];
}

const jsonOf = ({ body }: ApiRequest) => (body?.kind === 'json' ? exactJson(body.text) : undefined);

describe.each(transcripts)('requests of $group in $version', ({ version, exchanges }) => {
  it.each(exchanges.map((exchange) => [exchange.line, exchange] as const))(
    'sends %s',
    async (_line, exchange) => {
      const { request } = await run(exchange, version);
      expect(`${request.method} ${request.path}`).toBe(exchange.sends);
      expect(request.query.map(([name, value]) => `${name}=${value}`)).toEqual(exchange.query);
      expect(formOf(request)).toEqual(exchange.form);
      expect(jsonOf(request)).toEqual(exchange.json === '' ? undefined : exactJson(exchange.json));
    },
  );
});

/** The parts of an operation that its requests show. */
const shapeOf = ({ method, path, kind, params }: Operation): string =>
  JSON.stringify([
    method,
    path,
    kind,
    params.map(({ name, in: place, type, required, newId }) => [name, place, type, required, newId]),
  ]);

/** Operations of a version whose requests no version before has shown: those that are new, and those that changed. */
function changedIn(version: ApiVersion): readonly Operation[] {
  const before = apiVersions[apiVersions.indexOf(version) - 1];
  if (before === undefined) return everyOperationIn(version);
  const known = new Set(everyOperationIn(before).map((one) => `${one.group} ${shapeOf(one)}`));
  return everyOperationIn(version).filter((one) => !known.has(`${one.group} ${shapeOf(one)}`));
}

/** Operations whose command is hand-written and lacks some of their parameters. */
const replaced = ['databases delete-documents'];

describe.each(apiVersions)('transcripts of %s', (version) => {
  const named = changedIn(version)
    .filter(({ group, command }) => !replaced.includes(`${group} ${command}`))
    .map((operation) => [operation.group, operation.command, operation] as const);
  const own = transcripts.filter((transcript) => transcript.version === version);

  it('lie in files of groups that the version has', () => {
    const groups = new Set(everyOperationIn(version).map(({ group }) => group));
    expect(own.map(({ group }) => group).filter((group) => !groups.has(group))).toEqual([]);
  });

  it.each(named)(
    'cover %s %s with all its parameters, and with the required ones only',
    async (group, command, operation) => {
      const exchanges = own
        .filter((transcript) => transcript.group === group)
        .flatMap((transcript) => transcript.exchanges)
        .filter(({ argv }) => argv[0] === group && argv[1] === command);
      const given = await Promise.all(
        exchanges.map(async (exchange) => Object.keys((await run(exchange, version)).values).sort()),
      );
      const all = operation.params.map(({ name }) => name).sort();
      const required = operation.params
        .filter((param) => param.required || param.newId)
        .map(({ name }) => name);
      expect(given).toContainEqual(all);
      expect(given).toContainEqual(required.sort());
    },
  );
});

describe('the header accept', () => {
  it.each([
    ['--output webp', 'image/webp'],
    ['--output jpg', 'image/jpeg'],
    ['--width 4', undefined],
  ])('of a preview with %s is %s', async (flags, accept) => {
    const argv = ['storage', 'get-file-preview', 'b', 'f', ...flags.split(' '), '--dry-run'];
    const env = { APPWRITE_ENDPOINT: 'http://127.0.0.1/v1', APPWRITE_PROJECT_ID: 'p' };
    const { stdout } = await runLine(argv, { env });
    expect(/accept: (.*)'/.exec(stdout)?.[1]).toBe(accept);
  });
});
