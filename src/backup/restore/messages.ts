import { findItems } from '../../bulk/find-ids.ts';
import { RawJson } from '../../lib/json/raw.ts';
import { items, kindOf, members, plainText } from '../../lib/json/slices.ts';
import { buildRequest, type Values } from '../../operations/request.ts';
import { areSameTexts, isSameJson, textOf, textsOf } from './compare.ts';
import { unchangeable } from './restore-part.ts';
import { type PartRestorer, type ReadResult, repeatable, type StoredItem } from './restorer.ts';
import type { RestoreTarget } from './target.ts';

interface MessageToRestore {
  readonly id: string;
  readonly providerType: string;
  readonly data: StoredItem;
  readonly topics: readonly string[];
  readonly users: readonly string[];
  readonly targets: readonly string[];
}

/** A restore never sends anything: only drafts are restored, and what was planned becomes a draft. */
export const sentMessages = 'messages that were sent';

/** Lists of targets in the data of a mail. */
const copies = ['cc', 'bcc'] as const;

export class MessageRestorer implements PartRestorer<MessageToRestore> {
  readonly creation = 'one request';
  readonly #target: RestoreTarget;
  readonly #targetIds: ReadonlyMap<string, string>;

  /** @param targetIds IDs of targets that are others in this project, by those in the backup */
  constructor(target: RestoreTarget, targetIds: ReadonlyMap<string, string>) {
    this.#target = target;
    this.#targetIds = targetIds;
  }

  read(line: string): ReadResult<MessageToRestore> {
    const fields = members(line);
    if (!isDraft(fields)) return { leftOut: sentMessages };
    const data = fields.get('data') ?? '{}';
    return {
      item: {
        id: textOf(fields, '$id'),
        providerType: textOf(fields, 'providerType'),
        data: kindOf(data) === 'object' ? members(data) : new Map(),
        topics: textsOf(fields, 'topics'),
        users: textsOf(fields, 'users'),
        targets: this.#mapped(textsOf(fields, 'targets')),
      },
    };
  }

  #mapped(ids: readonly string[]): string[] {
    return ids.map((id) => this.#targetIds.get(id) ?? id);
  }

  idOf = ({ id }: MessageToRestore): string => id;

  find(messages: readonly MessageToRestore[]): Promise<ReadonlyMap<string, StoredItem>> {
    const { client, operation } = this.#target;
    return findItems({ operation: operation('messaging', 'list-messages') }, messages.map(this.idOf), client);
  }

  differences(message: MessageToRestore, stored: StoredItem): readonly string[] {
    const json = stored.get('data') ?? '{}';
    const data: StoredItem = kindOf(json) === 'object' ? members(json) : new Map();
    const lists = (['topics', 'users', 'targets'] as const).filter(
      (name) => !areSameTexts(message[name], textsOf(stored, name)),
    );
    const names = [...new Set([...message.data.keys(), ...data.keys()])].filter(
      (name) => !this.#isSameContent(name, message.data, data),
    );
    const type = message.providerType === textOf(stored, 'providerType') ? [] : ['providerType'];
    return [...type, ...lists, ...names, ...(textOf(stored, 'status') === 'draft' ? [] : ['status'])];
  }

  #isSameContent(name: string, wanted: StoredItem, stored: StoredItem): boolean {
    if (copies.some((each) => each === name))
      return areSameTexts(this.#mapped(textsOf(wanted, name)), textsOf(stored, name));
    const [a, b] = [wanted.get(name) ?? 'null', stored.get(name) ?? 'null'];
    if (name === 'image') return fileOf(a) === fileOf(b);
    // Versions differ in whether a badge is a number.
    return name === 'badge' ? plainText(a) === plainText(b) : isSameJson(a, b);
  }

  async create(message: MessageToRestore): Promise<void> {
    const { client, operation } = this.#target;
    const create = operation('messaging', `create-${message.providerType}`);
    const recipients = {
      ...(message.topics.length > 0 && { topics: message.topics }),
      ...(message.users.length > 0 && { users: message.users }),
      ...(message.targets.length > 0 && { targets: message.targets }),
    };
    const content = Object.fromEntries(
      create.params.flatMap(({ name, type }) => {
        const json = message.data.get(name);
        if (json === undefined || kindOf(json) === 'null') return [];
        return [[name, this.#valueOf(name, type, json)] as const];
      }),
    );
    const values: Values = { ...content, ...recipients, messageId: message.id, draft: true };
    await client.text(repeatable(buildRequest(create, values)));
  }

  #valueOf(name: string, type: string, json: string): Values[string] {
    if (name === 'attachments') return [...items(json)].map(fileOf);
    if (name === 'image') return fileOf(json);
    if (copies.some((each) => each === name)) return this.#mapped([...items(json)].map(plainText));
    if (kindOf(json) === 'object' || kindOf(json) === 'array') return new RawJson(json);
    if (type === 'boolean') return json.trim() === 'true';
    return type === 'integer' ? new RawJson(plainText(json)) : plainText(json);
  }

  async change(): Promise<void> {
    throw unchangeable("a message that is there can't be made as it was: delete it first");
  }
}

export const isDraft = (fields: StoredItem): boolean =>
  ['draft', 'scheduled'].includes(textOf(fields, 'status'));

/** Returns a file as parameters name it: servers answer with an object, which may have more members. */
function fileOf(json: string): string {
  if (kindOf(json) !== 'object') return plainText(json);
  const file = members(json);
  return `${textOf(file, 'bucketId')}:${textOf(file, 'fileId')}`;
}

/** Returns the IDs of targets that a message names. */
export function targetIdsOf(line: string): string[] {
  const fields = members(line);
  if (!isDraft(fields)) return [];
  const json = fields.get('data') ?? '{}';
  const data: StoredItem = kindOf(json) === 'object' ? members(json) : new Map();
  return [...textsOf(fields, 'targets'), ...copies.flatMap((name) => textsOf(data, name))];
}
