import { Readable } from 'node:stream';
import { describe, it } from 'vitest';
import { jsonResponse, memoryTransport } from '../kit/transport.ts';
import { endlessBody, expectEnd, expectResult, faultCases } from './fault-cases.ts';
import { names, type Representative, representatives, runHere } from './representatives.ts';

describe.each(faultCases.map((fault) => [fault.name, fault] as const))('a server that %s', (_, fault) => {
  it.concurrent.for(names)('ends %s as expected', (name, { expect }) =>
    expectEnd(expect, fault, name, runHere),
  );
});

describe(`a server that ${endlessBody.name}`, () => {
  function* endless() {
    for (const piece = Buffer.alloc(1024 * 1024, ' '); ; ) yield piece;
  }

  it.for(names)('ends %s as expected', async (name, { expect }) => {
    const { faulty, before = [] }: Representative = representatives[name];
    const transport = memoryTransport(({ method, url }) =>
      faulty.test(`${method} ${url}`)
        ? { status: 200, headers: { 'content-type': 'application/json' }, body: Readable.from(endless()) }
        : jsonResponse(before[0]),
    );
    const result = await runHere(name, 'http://127.0.0.1:9/v1', { transport });
    expectResult(expect, endlessBody, name, result, transport.hits);
  });
});
