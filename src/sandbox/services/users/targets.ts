import type { Call } from '../../core/call.ts';
import { ApiError } from '../../core/errors.ts';
import { checkIdentifier } from '../../core/formats.ts';
import type { Handler } from '../../core/module.ts';
import { commonAttributes } from '../../core/queries/model.ts';
import { page } from '../../core/queries/page.ts';
import type { QuerySchema } from '../../core/queries/query.ts';
import { type Provider, providersOf } from '../../core/records/messaging.ts';
import { findUser, targets, targetsOf, targetView, type UserTarget } from '../../core/records/users.ts';
import type { Entity } from '../../core/store/collection.ts';

/**
 * Attributes that targets can be queried by. The catalogue repeats a mistake of the published list, which names members
 * of users.
 */
const schema: QuerySchema = {
  attributes: new Map([
    ...commonAttributes,
    ...['userId', 'providerId', 'identifier', 'providerType'].map(
      (name) => [name, { type: 'string', array: false }] as const,
    ),
  ]),
};

/** `users … target`: addresses that messages reach a user at. */
export const targetHandlers: Record<string, Handler> = {
  'users.listTargets': (call) => {
    const all = targetsOf(call.store, findUser(call).$id);
    const selection = call.selection(schema);
    const { total, records } = page(all, selection, schema);
    return { total, targets: records.map(targetView) };
  },

  'users.createTarget': (call) => {
    const { params } = call;
    const providerType = params.string('providerType');
    const identifier = params.string('identifier');
    checkIdentifier(providerType, identifier);
    const { $id: userId } = findUser(call);
    const providerId = findProvider(call)?.$id ?? null;
    const name = params.string('name', '');
    return targetView(
      addTarget(call, params.string('targetId'), { userId, providerType, providerId, identifier, name }),
    );
  },

  'users.getTarget': (call) => targetView(findTarget(call, findUser(call).$id)),

  'users.updateTarget': (call) => {
    const target = findTarget(call, findUser(call).$id);
    const { params } = call;
    const identifier = params.string('identifier', '') || target.identifier;
    checkIdentifier(target.providerType, identifier);
    const providerId = chosenProvider(call, target) ?? target.providerId;
    const name = params.string('name', '') || target.name;
    requireFree(call, identifier, target.$id);
    return targetView(targets(call.store).put(call.touch(target, { identifier, providerId, name })));
  },

  'users.deleteTarget': (call) => {
    targets(call.store).delete(findTarget(call, findUser(call).$id).$id);
    return undefined;
  },
};

/** @throws ApiError 409 user_target_already_exists if the ID or the identifier is taken */
export function addTarget(call: Call, id: string, members: Omit<UserTarget, keyof Entity>): UserTarget {
  if (targets(call.store).has(id)) throw alreadyExists(id);
  requireFree(call, members.identifier, id);
  return targets(call.store).put({ ...call.stamp(id), ...members });
}

/** @throws ApiError 404 user_target_not_found */
export function findTarget(call: Call, userId: string): UserTarget {
  const id = call.params.string('targetId');
  const target = targets(call.store).get(id);
  if (target?.userId === userId) return target;
  throw new ApiError(404, 'user_target_not_found', `The user has no target with the ID ${id}.`);
}

/** Returns the messaging provider that the `providerId` parameter names, if it exists. */
export function findProvider(call: Call): Provider | undefined {
  return providersOf(call.store).get(call.params.string('providerId', ''));
}

/** @throws ApiError 404 provider_not_found, 400 provider_incorrect_type */
function chosenProvider(call: Call, { providerType }: UserTarget): string | undefined {
  const id = call.params.string('providerId', '');
  if (id === '') return undefined;
  const provider = findProvider(call);
  if (!provider) throw new ApiError(404, 'provider_not_found', `There is no provider with the ID ${id}.`);
  if (provider.type !== providerType) {
    throw new ApiError(400, 'provider_incorrect_type', `The provider ${id} sends no ${providerType}.`);
  }
  return id;
}

function requireFree(call: Call, identifier: string, id: string): void {
  const taken = targets(call.store).find((target) => target.identifier === identifier && target.$id !== id);
  if (taken) throw alreadyExists(identifier);
}

function alreadyExists(what: string): ApiError {
  return new ApiError(409, 'user_target_already_exists', `There is already a target ${what}.`);
}
