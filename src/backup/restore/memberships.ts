import { encodeJson } from '../../lib/json/raw.ts';
import { items, members } from '../../lib/json/slices.ts';
import { buildRequest } from '../../operations/request.ts';
import { areSameTexts, textOf, textsOf } from './compare.ts';
import { unchangeable } from './restore-part.ts';
import { type PartRestorer, type ReadResult, repeatable, type StoredItem } from './restorer.ts';
import type { RestoreTarget } from './target.ts';

interface MembershipToRestore {
  readonly userId: string;
  readonly roles: readonly string[];
}

/** A key makes a membership that is confirmed at once: an invitation would become one without the person's consent. */
export const invitations = 'invitations that are not accepted yet';

/** Memberships of a team. The server gives them new IDs; a user has at most one in a team. */
export class MembershipRestorer implements PartRestorer<MembershipToRestore> {
  readonly creation = 'one request';
  readonly #target: RestoreTarget;
  readonly #teamId: string;

  constructor(target: RestoreTarget, teamId: string) {
    this.#target = target;
    this.#teamId = teamId;
  }

  read(line: string): ReadResult<MembershipToRestore> {
    const fields = members(line);
    if (textOf(fields, 'confirm') !== 'true') return { leftOut: invitations };
    return { item: { userId: textOf(fields, 'userId'), roles: textsOf(fields, 'roles') } };
  }

  idOf = ({ userId }: MembershipToRestore): string => userId;

  async find(wanted: readonly MembershipToRestore[]): Promise<ReadonlyMap<string, StoredItem>> {
    const { client, operation } = this.#target;
    const queries = [
      encodeJson({ method: 'equal', attribute: 'userId', values: wanted.map(this.idOf) }),
      encodeJson({ method: 'limit', values: [wanted.length] }),
    ];
    const list = operation('teams', 'list-memberships');
    const { text } = await client.text(buildRequest(list, { teamId: this.#teamId, queries }));
    const found = [...items(members(text).get('memberships') ?? '[]')].map(members);
    return new Map(found.map((each) => [textOf(each, 'userId'), each]));
  }

  differences({ roles }: MembershipToRestore, stored: StoredItem): readonly string[] {
    return [
      ...(areSameTexts(roles, textsOf(stored, 'roles')) ? [] : ['roles']),
      ...(textOf(stored, 'confirm') === 'true' ? [] : ['confirm']),
    ];
  }

  async create({ userId, roles }: MembershipToRestore): Promise<void> {
    const { client, operation } = this.#target;
    const create = operation('teams', 'create-membership');
    await client.text(repeatable(buildRequest(create, { teamId: this.#teamId, userId, roles })));
  }

  async change({ roles }: MembershipToRestore, stored: StoredItem): Promise<void> {
    if (textOf(stored, 'confirm') !== 'true')
      throw unchangeable('the user is invited, and only the user can accept the invitation');
    const { client, operation } = this.#target;
    const values = { teamId: this.#teamId, membershipId: textOf(stored, '$id'), roles };
    await client.text(repeatable(buildRequest(operation('teams', 'update-membership'), values)));
  }
}
