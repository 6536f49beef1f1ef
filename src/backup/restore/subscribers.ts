import { findItems } from '../../bulk/find-ids.ts';
import { CliError, ExitCode } from '../../errors.ts';
import { members } from '../../lib/json/slices.ts';
import { buildRequest } from '../../operations/request.ts';
import { textOf } from './compare.ts';
import { unchangeable } from './restore-part.ts';
import { type PartRestorer, type ReadResult, repeatable, type StoredItem } from './restorer.ts';
import type { RestoreTarget } from './target.ts';
import { findTargets, type KnownTarget, readTarget } from './targets-of-users.ts';

interface SubscriberToRestore {
  readonly id: string;
  readonly target: KnownTarget;
  /** ID of the target in the project; undefined if it has none. */
  readonly targetId?: string | undefined;
}

export class SubscriberRestorer implements PartRestorer<SubscriberToRestore> {
  readonly creation = 'one request';
  readonly #target: RestoreTarget;
  readonly #topicId: string;

  constructor(target: RestoreTarget, topicId: string) {
    this.#target = target;
    this.#topicId = topicId;
  }

  read(line: string): ReadResult<SubscriberToRestore> {
    const fields = members(line);
    const described = fields.get('target') ?? '{}';
    const target = readTarget(described.startsWith('{') ? members(described) : new Map());
    return {
      item: {
        id: textOf(fields, '$id'),
        target: {
          ...target,
          id: textOf(fields, 'targetId'),
          userId: textOf(fields, 'userId') || target.userId,
        },
      },
    };
  }

  idOf = ({ id }: SubscriberToRestore): string => id;

  async prepare(subscribers: readonly SubscriberToRestore[]): Promise<readonly SubscriberToRestore[]> {
    const found = await findTargets(
      subscribers.map(({ target }) => target),
      this.#target,
    );
    return subscribers.map((each) => {
      const stored = found.get(each.target.id);
      return { ...each, targetId: stored && textOf(stored, '$id') };
    });
  }

  find(subscribers: readonly SubscriberToRestore[]): Promise<ReadonlyMap<string, StoredItem>> {
    const { client, operation } = this.#target;
    const list = operation('messaging', 'list-subscribers');
    return findItems(
      { operation: list, place: { topicId: this.#topicId } },
      subscribers.map(this.idOf),
      client,
    );
  }

  differences({ targetId }: SubscriberToRestore, stored: StoredItem): readonly string[] {
    return textOf(stored, 'targetId') === targetId ? [] : ['target'];
  }

  async create({ id, targetId, target }: SubscriberToRestore): Promise<void> {
    if (targetId === undefined)
      throw new CliError(
        ExitCode.rejected,
        `the user ${target.userId} has no target for ${target.providerType || 'messages'} with this address`,
      );
    const { client, operation } = this.#target;
    const values = { topicId: this.#topicId, subscriberId: id, targetId };
    await client.text(repeatable(buildRequest(operation('messaging', 'create-subscriber'), values)));
  }

  async change(): Promise<void> {
    throw unchangeable("a subscriber can't be changed: delete it first");
  }
}
