import { members } from '../../lib/json/slices.ts';
import { buildRequest } from '../../operations/request.ts';
import { textOf } from './compare.ts';
import { type PartRestorer, type ReadResult, repeatable, type StoredItem } from './restorer.ts';
import type { RestoreTarget } from './target.ts';
import { findTargets, type KnownTarget, readTarget } from './targets-of-users.ts';

interface TargetToRestore extends KnownTarget {
  readonly fields: StoredItem;
}

const compared = ['providerType', 'identifier', 'providerId', 'name'] as const;

export class TargetRestorer implements PartRestorer<TargetToRestore> {
  readonly creation = 'one request';
  readonly #target: RestoreTarget;

  constructor(target: RestoreTarget) {
    this.#target = target;
  }

  read(line: string): ReadResult<TargetToRestore> {
    const fields = members(line);
    return { item: { ...readTarget(fields), fields } };
  }

  idOf = ({ id }: TargetToRestore): string => id;

  find(wanted: readonly TargetToRestore[]): Promise<ReadonlyMap<string, StoredItem>> {
    return findTargets(wanted, this.#target);
  }

  differences({ fields }: TargetToRestore, stored: StoredItem): readonly string[] {
    return compared.filter((name) => textOf(fields, name) !== textOf(stored, name));
  }

  async create({ id, userId, fields }: TargetToRestore): Promise<void> {
    const { client, operation } = this.#target;
    const values = { userId, targetId: id, ...given(fields, compared) };
    await client.text(repeatable(buildRequest(operation('users', 'create-target'), values)));
  }

  async change({ userId, fields }: TargetToRestore, stored: StoredItem): Promise<void> {
    const { client, operation } = this.#target;
    const values = {
      userId,
      targetId: textOf(stored, '$id'),
      ...given(fields, ['identifier', 'providerId', 'name']),
    };
    await client.text(repeatable(buildRequest(operation('users', 'update-target'), values)));
  }
}

/** Returns the texts of members that are not empty. */
const given = (fields: StoredItem, names: readonly string[]) =>
  Object.fromEntries(names.map((name) => [name, textOf(fields, name)]).filter(([, value]) => value !== ''));
