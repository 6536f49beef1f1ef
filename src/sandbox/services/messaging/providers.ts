import type { Call } from '../../core/call.ts';
import { ApiError } from '../../core/errors.ts';
import { checkEmail, checkPhone } from '../../core/formats.ts';
import type { Json, JsonObject } from '../../core/json.ts';
import { modelView } from '../../core/model-view.ts';
import type { Handler } from '../../core/module.ts';
import { type Provider, providersOf } from '../../core/records/messaging.ts';
import { type Kind, kinds } from './kinds.ts';

/** Returns a provider as the API answers it: like PHP, with an empty list for an empty object. */
function view(provider: Provider): JsonObject {
  const { credentials, options } = provider;
  return modelView('provider', { ...provider, credentials: orList(credentials), options: orList(options) });
}

const orList = (object: JsonObject): Json => (Object.keys(object).length === 0 ? [] : object);

/** @throws ApiError 404 provider_not_found */
export function findProvider(call: Call): Provider {
  const id = call.params.string('providerId');
  const provider = providersOf(call.store).get(id);
  if (!provider) throw new ApiError(404, 'provider_not_found', `There is no provider with the ID ${id}.`);
  return provider;
}

/**
 * Returns the parameters of a request by name; empty text counts as missing.
 * @throws ApiError 400 general_argument_invalid for a sender that is not an address or number
 */
function sent({ params }: Call, names: readonly string[]): Record<string, Json> {
  const values = names.flatMap((name): [string, Json][] => {
    const value = params.get(name) ?? '';
    if (value === '') return [];
    if (/^(from|replyTo)Email$/.test(name)) checkEmail(`${value}`, name);
    if (name === 'from') checkPhone(`${value}`, name);
    return [[name, name === 'encryption' && value === 'none' ? '' : value]];
  });
  return Object.fromEntries(values);
}

const pick = (values: JsonObject, names: readonly string[]): Record<string, Json> =>
  Object.fromEntries(names.flatMap((name) => (values[name] === undefined ? [] : [[name, values[name]]])));

/** True if the provider has every value that its type requires. */
function isReady(
  { needed }: Kind,
  { credentials, options }: Pick<Provider, 'credentials' | 'options'>,
): boolean {
  const values: JsonObject = { ...credentials, ...options };
  return needed.every((name) => values[name] !== undefined && values[name] !== '');
}

/** A provider that lacks a required value is created, but not enabled. */
const create =
  (name: string, kind: Kind): Handler =>
  (call) => {
    const id = call.params.string('providerId');
    if (providersOf(call.store).has(id)) {
      throw new ApiError(409, 'provider_already_exists', `There already is a provider with the ID ${id}.`);
    }
    const parts = {
      credentials: { ...pick(kind.defaults, kind.credentials), ...sent(call, kind.credentials) },
      options: { ...pick(kind.defaults, kind.options), ...sent(call, kind.options) },
    };
    const provider: Provider = {
      ...call.stamp(id),
      name: call.params.string('name'),
      provider: name,
      enabled: call.params.boolean('enabled', false) && isReady(kind, parts),
      type: kind.type,
      ...parts,
    };
    return view(providersOf(call.store).put(provider));
  };

/**
 * @throws ApiError 400 provider_incorrect_type, provider_missing_credentials if it is enabled without a required value
 */
const update =
  (name: string, kind: Kind): Handler =>
  (call) => {
    const provider = findProvider(call);
    if (provider.provider !== name) {
      throw new ApiError(400, 'provider_incorrect_type', `The provider is of the kind ${provider.provider}.`);
    }
    const parts = {
      credentials: { ...provider.credentials, ...sent(call, kind.credentials) },
      options: { ...provider.options, ...sent(call, kind.options) },
    };
    const enabled = call.params.boolean('enabled', provider.enabled);
    if (enabled && !isReady(kind, parts)) {
      throw new ApiError(
        400,
        'provider_missing_credentials',
        `To be enabled it needs ${kind.needed.join(', ')}.`,
      );
    }
    const newName = call.params.string('name', '') || provider.name;
    return view(providersOf(call.store).put(call.touch(provider, { name: newName, enabled, ...parts })));
  };

const ofEachKind = Object.entries(kinds).flatMap(([name, kind]): [string, Handler][] => {
  const camel = `${name[0]!.toUpperCase()}${name.slice(1)}Provider`;
  return [
    [`messaging.create${camel}`, create(name, kind)],
    [`messaging.update${camel}`, update(name, kind)],
  ];
});

export const providerHandlers: Record<string, Handler> = {
  ...Object.fromEntries(ofEachKind),

  'messaging.listProviders': (call) => {
    const { total, records } = call.page(
      providersOf(call.store).all(),
      ({ $id, name, provider, type }) => `${$id} ${name} ${provider} ${type}`,
    );
    return { total, providers: records.map(view) };
  },

  'messaging.getProvider': (call) => view(findProvider(call)),

  'messaging.deleteProvider': (call) => {
    providersOf(call.store).delete(findProvider(call).$id);
    return undefined;
  },
};
