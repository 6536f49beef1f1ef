import { findItems } from '../../bulk/find-ids.ts';
import { prepareUser } from '../../bulk/users/row.ts';
import { CliError, ExitCode } from '../../errors.ts';
import { RawJson } from '../../lib/json/raw.ts';
import { members } from '../../lib/json/slices.ts';
import { buildRequest, type Values } from '../../operations/request.ts';
import { areSameTexts, isSameJson, textOf, textsOf } from './compare.ts';
import { unchangeable } from './restore-part.ts';
import { type PartRestorer, type ReadResult, repeatable, type StoredItem } from './restorer.ts';
import type { RestoreTarget } from './target.ts';

interface UserToRestore {
  readonly id: string;
  /** Members as JSON texts. */
  readonly fields: ReadonlyMap<string, string>;
}

/** A member that a request of its own sets. */
interface Setting {
  readonly name: string;
  readonly command: string;
  isSame(a: StoredItem, b: StoredItem): boolean;
  values(fields: StoredItem): Values;
}

const text = (name: string, command: string, param = name): Setting => ({
  name,
  command,
  isSame: (a, b) => textOf(a, name) === textOf(b, name),
  values: (fields) => ({ [param]: textOf(fields, name) }),
});

/** @param initial value of a new user, which a member that is not there stands for */
const flag = (name: string, command: string, initial = false): Setting => {
  const isTrue = (fields: StoredItem) => (textOf(fields, name) || String(initial)) === 'true';
  return {
    name,
    command,
    isSame: (a, b) => isTrue(a) === isTrue(b),
    values: (fields) => ({ [name]: isTrue(fields) }),
  };
};

/** In the order of the requests: a new address is not verified, and a blocked user comes last. */
const settings: readonly Setting[] = [
  text('name', 'update-name'),
  text('email', 'update-email'),
  text('phone', 'update-phone', 'number'),
  {
    name: 'labels',
    command: 'update-labels',
    isSame: (a, b) => areSameTexts(textsOf(a, 'labels'), textsOf(b, 'labels')),
    values: (fields) => ({ labels: textsOf(fields, 'labels') }),
  },
  {
    name: 'prefs',
    command: 'update-prefs',
    isSame: (a, b) => isSameJson(a.get('prefs') ?? '{}', b.get('prefs') ?? '{}'),
    values: (fields) => ({ prefs: new RawJson(objectOf(fields.get('prefs'))) }),
  },
  flag('emailVerification', 'update-email-verification'),
  flag('phoneVerification', 'update-phone-verification'),
  flag('mfa', 'update-mfa'),
  flag('status', 'update-status', true),
];

/** Members of a user that are read when it is created. */
const created: readonly string[] = ['$id', 'email', 'phone', 'name', 'password', 'hash', 'hashOptions'];

/** PHP writes an empty object as an empty list. */
const objectOf = (json = '{}') => (json.trimStart().startsWith('{') ? json : '{}');

/** True for a user whose password can't be restored: the server takes a hash only with an e-mail address. */
export const losesPassword = (fields: StoredItem): boolean =>
  textOf(fields, 'password') !== '' && textOf(fields, 'email') === '';

export class UserRestorer implements PartRestorer<UserToRestore> {
  readonly creation = 'several requests';
  readonly #target: RestoreTarget;

  constructor(target: RestoreTarget) {
    this.#target = target;
  }

  read(line: string): ReadResult<UserToRestore> {
    const fields = members(line);
    return { item: { id: textOf(fields, '$id'), fields } };
  }

  idOf = ({ id }: UserToRestore): string => id;

  find(users: readonly UserToRestore[]): Promise<ReadonlyMap<string, StoredItem>> {
    const { client, operation } = this.#target;
    return findItems({ operation: operation('users', 'list') }, users.map(this.idOf), client);
  }

  differences({ fields }: UserToRestore, stored: StoredItem): readonly string[] {
    const differing = settings.filter((setting) => !setting.isSame(fields, stored)).map(({ name }) => name);
    return hasSamePassword(fields, stored) ? differing : [...differing, 'password'];
  }

  async create(user: UserToRestore): Promise<void> {
    const { client, operation } = this.#target;
    const own = [...user.fields].filter(([name]) => created.includes(name));
    const withPassword = losesPassword(user.fields)
      ? own.filter(([name]) => !passwordNames.includes(name))
      : own;
    const prepared = prepareUser(new Map(withPassword), undefined);
    if ('problem' in prepared) throw new CliError(ExitCode.rejected, prepared.problem);
    const { command } = prepared.item.create.operation;
    const values = { ...prepared.item.create.values, userId: user.id };
    const { text: answer } = await client.text(repeatable(buildRequest(operation('users', command), values)));
    await this.#set(user, members(answer));
  }

  async change(user: UserToRestore, stored: StoredItem): Promise<void> {
    if (!hasSamePassword(user.fields, stored))
      throw unchangeable("a password that is there can't be replaced by a hash: delete the user first");
    await this.#set(user, stored);
  }

  async #set(user: UserToRestore, stored: StoredItem): Promise<void> {
    const { client, operation } = this.#target;
    for (const setting of settings) {
      if (setting.isSame(user.fields, stored)) continue;
      const values = { ...setting.values(user.fields), userId: user.id };
      await client.text(repeatable(buildRequest(operation('users', setting.command), values)));
    }
  }
}

const passwordNames: readonly string[] = ['password', 'hash', 'hashOptions'];

/** The options of a hash that stand in its text are spelt in several ways, and are not compared. */
function hasSamePassword(fields: StoredItem, stored: StoredItem): boolean {
  if (losesPassword(fields)) return true;
  const password = textOf(fields, 'password');
  if (password !== textOf(stored, 'password')) return false;
  return password === '' || textOf(fields, 'hash') === textOf(stored, 'hash');
}
