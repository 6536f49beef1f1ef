import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { defaultApiVersion } from '../../src/api/versions.ts';
import { parseCommandLine } from '../../src/cli/program.ts';
import { tokenise } from '../../src/cli/scan.ts';
import { globalFlags } from '../../src/core/globals.ts';
import type { ApiRequest } from '../../src/http/types.ts';
import { readValues, type Sources } from '../../src/operations/read.ts';
import { buildRequest, type Values } from '../../src/operations/request.ts';
import { everyOperation, groupNames } from '../kit/catalogue.ts';
import { runLine } from '../kit/in-process.ts';
import { type Exchange, exactJson, readTranscript } from './transcript.ts';

/** No line of the transcripts reads a file or stdin; uploaded files are only named. */
const sources: Sources = {
  stdinEchoes: false,
  file: (flag, path) => Promise.reject(new Error(`${flag} must not read ${path}`)),
  stdin: (flag) => Promise.reject(new Error(`${flag} must not read stdin`)),
  upload: async ({ name }, path) => ({ field: name, filename: path, size: 0, open: nothing }),
};

function nothing(): never {
  throw new Error('building a request must not open its file');
}

const exchanges = new Map(groupNames.map((name) => [name, readTranscript(transcriptOf(name))]));

function transcriptOf(group: string): string {
  return readFileSync(new URL(`requests/${group}.txt`, import.meta.url), 'utf8');
}

/** Takes a line through every step of a real one, up to the request. */
async function run({ argv }: Exchange): Promise<{ values: Values; request: ApiRequest }> {
  const line = await parseCommandLine(tokenise(argv, globalFlags), defaultApiVersion, 80);
  if ('help' in line) throw new Error(`no command: ${argv.join(' ')}`);
  const operation = everyOperation.find(
    ({ group, command }) => group === argv[0] && command === line.command.name,
  );
  if (!operation) throw new Error(`no operation: ${argv.join(' ')}`);
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

describe.each([...exchanges])('requests of %s', (_, cases) => {
  it.each(cases.map((exchange) => [exchange.line, exchange] as const))(
    'sends %s',
    async (_line, exchange) => {
      const { request } = await run(exchange);
      expect(`${request.method} ${request.path}`).toBe(exchange.sends);
      expect(request.query.map(([name, value]) => `${name}=${value}`)).toEqual(exchange.query);
      expect(formOf(request)).toEqual(exchange.form);
      expect(jsonOf(request)).toEqual(exchange.json === '' ? undefined : exactJson(exchange.json));
    },
  );
});

describe('transcripts', () => {
  const named = everyOperation.map(
    (operation) => [`${operation.group} ${operation.command}`, operation] as const,
  );

  it.each(named)(
    'cover %s with all its parameters, and with the required ones only',
    async (line, operation) => {
      const own = exchanges.get(operation.group)!.filter(({ argv }) => argv.slice(0, 2).join(' ') === line);
      const given = await Promise.all(
        own.map(async (exchange) => Object.keys((await run(exchange)).values).sort()),
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
