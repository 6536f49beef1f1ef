import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Transport } from '../../../src/transport.ts';
import type { Workplace } from '../../bulk/kit.ts';
import { sandboxTransport } from '../../kit/sandbox-transport.ts';

export const command = ['databases', 'import-documents', 'db', 'items', 'rows.ndjson'];

/** Waits until the collection has at least this many documents. */
export async function hasAtLeast({ at }: Workplace, count: number): Promise<void> {
  for (;;) {
    const limit = { method: 'limit', values: [1] };
    const { json } = await at.list('/databases/db/collections/items/documents', limit);
    if (json.total >= count) return;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** Connects to the sandbox, and acts when so many documents have been created through the connection. */
export function afterDocuments({ at }: Workplace, count: number, act: () => void): Transport {
  const transport = sandboxTransport(at.sandbox);
  let left = count;
  return {
    ...transport,
    async send(request) {
      const response = await transport.send(request);
      if (request.method === 'POST' && response.status === 201 && --left === 0) act();
      return response;
    },
  };
}

export const journals = ({ folder }: Workplace) => {
  const path = join(folder, '.local/state/appwrite-cli/imports');
  return existsSync(path) ? readdirSync(path) : [];
};

export const kinds = [
  ['rows without IDs', (number: number) => ({ number })],
  ['rows with IDs', (number: number) => ({ number, $id: `row${number}`, text: 'ü' })],
] as const;
