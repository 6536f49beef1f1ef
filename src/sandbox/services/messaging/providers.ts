import type { Call } from '../../core/call.ts';
import { ApiError } from '../../core/errors.ts';
import { checkEmail, checkPhone } from '../../core/formats.ts';
import type { Json, JsonObject } from '../../core/json.ts';
import { modelView } from '../../core/model-view.ts';
import type { Handler } from '../../core/module.ts';
import { type Provider, providersOf } from '../../core/records/messaging.ts';
import { type ProviderType, providerTypes } from './provider-types.ts';

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
 * @throws ApiError 400 general_argument_invalid for a sender that is not an address
 */
function sent({ params }: Call, names: readonly string[]): Record<string, Json> {
  const values = names.flatMap((name): [string, Json][] => {
    const value = params.get(name) ?? '';
    if (value === '') return [];
    if (/^(from|replyTo)Email$/.test(name)) checkEmail(`${value}`, name);
    return [[name, name === 'encryption' && value === 'none' ? '' : value]];
  });
  return Object.fromEntries(values);
}

const pick = (values: JsonObject, names: readonly string[]): Record<string, Json> =>
  Object.fromEntries(names.flatMap((name) => (values[name] === undefined ? [] : [[name, values[name]]])));

/** True if the provider has every value that its type requires. */
function hasRequiredValues(
  { required }: ProviderType,
  { credentials, options }: Pick<Provider, 'credentials' | 'options'>,
): boolean {
  const values: JsonObject = { ...credentials, ...options };
  return required.every((name) => values[name] !== undefined && values[name] !== '');
}

/**
 * Checks the number that a new provider sends from. A change of it is not checked, as on a real server.
 * @throws ApiError 400 general_argument_invalid
 */
function checkNumber({ params }: Call, { options }: ProviderType): void {
  const number = options.includes('from') ? params.string('from', '') : '';
  if (number !== '') checkPhone(number, 'from');
}

/** A provider that lacks a required value is created, but not enabled. */
const create =
  (name: string, type: ProviderType): Handler =>
  (call) => {
    const id = call.params.string('providerId');
    if (providersOf(call.store).has(id)) {
      throw new ApiError(409, 'provider_already_exists', `There is already a provider with the ID ${id}.`);
    }
    checkNumber(call, type);
    const parts = {
      credentials: { ...pick(type.defaults, type.credentials), ...sent(call, type.credentials) },
      options: { ...pick(type.defaults, type.options), ...sent(call, type.options) },
    };
    const provider: Provider = {
      ...call.stamp(id),
      name: call.params.string('name'),
      provider: name,
      enabled: call.params.boolean('enabled', false) && hasRequiredValues(type, parts),
      type: type.type,
      ...parts,
    };
    return view(providersOf(call.store).put(provider));
  };

/**
 * @throws ApiError 400 provider_incorrect_type, provider_missing_credentials if it is enabled without a required value
 */
const update =
  (name: string, type: ProviderType): Handler =>
  (call) => {
    const provider = findProvider(call);
    if (provider.provider !== name) {
      throw new ApiError(400, 'provider_incorrect_type', `The provider is a ${provider.provider} provider.`);
    }
    const parts = {
      credentials: { ...provider.credentials, ...sent(call, type.credentials) },
      options: { ...provider.options, ...sent(call, type.options) },
    };
    const enabled = call.params.boolean('enabled', provider.enabled);
    if (enabled && !hasRequiredValues(type, parts)) {
      throw new ApiError(
        400,
        'provider_missing_credentials',
        `To be enabled it needs ${type.required.join(', ')}.`,
      );
    }
    const newName = call.params.string('name', '') || provider.name;
    return view(providersOf(call.store).put(call.touch(provider, { name: newName, enabled, ...parts })));
  };

const ofEachType = Object.entries(providerTypes).flatMap(([name, type]): [string, Handler][] => {
  const camel = `${name[0]!.toUpperCase()}${name.slice(1)}Provider`;
  return [
    [`messaging.create${camel}`, create(name, type)],
    [`messaging.update${camel}`, update(name, type)],
  ];
});

export const providerHandlers: Record<string, Handler> = {
  ...Object.fromEntries(ofEachType),

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
