import { groups } from '../../../src/api/index.ts';
import type { Operation } from '../../../src/api/schema.ts';

/** Returns an operation of the catalogue by its name, such as `databases list-documents`. */
export async function operation(name: string): Promise<Operation> {
  const [group, command] = name.split(' ');
  const loaded = await groups.find((entry) => entry.name === group)!.load();
  return loaded.operations.find((candidate) => candidate.command === command)!;
}
