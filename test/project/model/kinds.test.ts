import { describe, expect, it } from 'vitest';
import { type ApiVersion, apiVersions, existsIn, isAtLeast } from '../../../src/api/versions.ts';
import { catalogued, operationFor, readerOf } from '../../../src/project/model/catalogue.ts';
import { type Field, type Kind, phases, selectors } from '../../../src/project/model/kind.ts';
import { fieldsOf, kinds } from '../../../src/project/model/kinds.ts';

interface Case {
  readonly name: string;
  readonly kind: Kind;
  readonly variant: string | undefined;
  readonly version: ApiVersion;
}

/** Each kind, or each of its variants that the version has. */
const casesOf = (version: ApiVersion): Case[] =>
  kinds
    .filter(({ name }) => name !== 'code')
    .flatMap((kind): Case[] => {
      const variants = Object.entries(kind.variants).filter(([, { since }]) => isAtLeast(version, since));
      if (variants.length === 0) return [{ name: kind.name, kind, variant: undefined, version }];
      return variants.map(([variant]) => ({ name: `${kind.name} ${variant}`, kind, variant, version }));
    });

const fieldList = ({ kind, variant }: Case): Field[] => Object.values(fieldsOf(kind, variant));
const isIn = (version: ApiVersion) => (field: Field) => existsIn(field, version);

function paramsOf({ kind, variant, version }: Case, verb: 'create' | 'update' | 'delete') {
  const ref = operationFor(kind, verb, variant);
  return ref && catalogued(ref, version).params;
}

/** Parameters that say which resource it is. */
const addressOf = ({ pathParams, serverIdParam }: Kind) =>
  [...pathParams, serverIdParam, 'projectId'].filter((name) => name !== undefined);

describe.each(apiVersions.flatMap(casesOf))('the kind $name in $version', (each) => {
  const { kind, version } = each;

  it('can be listed, if it has no other way to be read', () => {
    const { list } = kind.operations;
    if (list) expect(catalogued(list, version).method).toBe('GET');
    else expect(kind.access).toBe('console session');
  });

  it('can be read again after a deletion or a creation in doubt', () => {
    if (!kind.operations.delete) return;
    const { operation } = readerOf(kind, version);
    const path = operation.params.filter(({ in: place }) => place === 'path').map(({ name }) => name);
    expect(path.filter((name) => !addressOf(kind).includes(name))).toEqual([]);
  });

  it('gives the operation that creates it every required parameter, and knows all that it takes', () => {
    const params = paramsOf(each, 'create');
    if (!params) return;
    const covered = [...addressOf(kind), ...fieldList(each).map(({ param }) => param)];
    const names = params.flatMap(({ name, newId }) => (newId ? [] : name));
    const optional = leftOut[kind.name] ?? [];
    expect(names.filter((name) => ![...covered, ...optional].includes(name))).toEqual([]);
    for (const field of fieldList(each).filter(isIn(version)))
      expect(params.map(({ name }) => name)).toContain(field.param);
  });

  it('knows the type of each parameter that creates it, and which are secrets', () => {
    if (kind.name !== 'provider') return;
    const fieldTypes: Readonly<Record<string, string>> = { string: 'text', object: 'json' };
    const params = paramsOf(each, 'create')!.filter(({ newId }) => !newId);
    expect(fieldList(each).map(({ param, type, secret }) => [param, type, secret])).toEqual(
      params.map(({ name, type, secret }) => [name, fieldTypes[type] ?? type, secret !== undefined]),
    );
  });

  it('updates in place only fields that the operation takes, and loses none', () => {
    const params = paramsOf(each, 'update');
    if (!params) return;
    const names = params.map(({ name }) => name);
    const changeable = fieldList(each).filter(
      (field) => isIn(version)(field) && field.changes !== 'never' && isAtLeast(version, field.changes),
    );
    expect(changeable.map(({ param }) => param).filter((name) => !names.includes(name))).toEqual([]);
    const { carryOver } = catalogued(operationFor(kind, 'update', each.variant)!, version);
    const carried = [...(carryOver?.params ?? []), ...(kind.name === 'attribute' ? ['newKey'] : [])];
    const sent = [...addressOf(kind), ...changeable.map(({ param }) => param), ...carried];
    expect(names.filter((name) => !sent.includes(name))).toEqual([]);
  });

  it('names the operations that set single fields', () => {
    for (const { setBy, param } of fieldList(each).filter(isIn(version))) {
      if (!setBy) continue;
      const names = catalogued(setBy, version).params.map(({ name }) => name);
      expect([param, ...Object.keys(setBy.fixed), 'projectId'].sort()).toEqual([...names].sort());
    }
  });
});

/** Parameters that no file decides about, and that a new resource does without. */
const leftOut: Readonly<Record<string, readonly string[]>> = {
  team: ['roles'],
  // Each is created by a request of its own, so that a failure concerns one.
  collection: ['attributes', 'indexes'],
  // Repositories are connected in the console; templates are deployments.
  function: [
    'installationId',
    'providerRepositoryId',
    'providerBranch',
    'providerSilentMode',
    'providerRootDirectory',
    'templateRepository',
    'templateOwner',
    'templateRootDirectory',
    'templateBranch',
    'templateVersion',
  ],
};

it('describes kinds in the order in which they are created', () => {
  const order = kinds.map(({ phase }) => phases.indexOf(phase));
  expect(order).toEqual([...order].sort((a, b) => a - b));
  for (const { parent, name } of kinds) {
    const names = kinds.map((kind) => kind.name);
    if (parent) expect(names.indexOf(parent)).toBeLessThan(names.indexOf(name));
  }
});

it('chooses each kind by a selector, and has a kind for each selector', () => {
  expect([...new Set(kinds.map(({ selector }) => selector))].sort()).toEqual([...selectors].sort());
});
