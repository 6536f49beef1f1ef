/** Checks single values against the parameters that the catalogue describes. */
import type { Param } from '../../api/schema.ts';
import { type ApiVersion, existsIn, isAtLeast } from '../../api/versions.ts';
import { closestMatch } from '../../lib/text/suggest.ts';
import type { Attribute } from '../../schema/attribute.ts';
import { keyProblem } from '../../schema/attribute-rules.ts';
import { maxKeyCharacters } from '../../schema/limits.ts';
import { unmetExpectation } from '../../schema/value-rules.ts';
import { catalogued, operationFor } from '../model/catalogue.ts';
import type { Field, Kind } from '../model/kind.ts';
import { fieldListOf, kindNamed, type NamedField } from '../model/kinds.ts';
import type { DesiredProject, DesiredResource } from '../model/state.ts';
import type { FieldValue } from '../model/value.ts';
import { quoted, type Report } from './report.ts';

/** Checks the ID and each field of each resource. */
export function checkValues(desired: DesiredProject, version: ApiVersion, report: Report): void {
  const foreign = new Map<string, DesiredResource>();
  const known = new Map<string, Expectations>();
  for (const resource of desired.resources.values()) {
    const kind = kindNamed(resource.kind);
    const { since = '1.5' } = kind.variants[resource.variant ?? ''] ?? {};
    if (!isAtLeast(version, since)) {
      report.refuse(
        resource,
        undefined,
        `it is of the type ${resource.variant}, which only Appwrite ${since} and later have`,
      );
      continue;
    }
    const name = `${kind.name} ${resource.variant}`;
    const expected = known.get(name) ?? expectationsOf(kind, resource.variant, version);
    known.set(name, expected);
    checkPath(expected.id, resource, report);
    for (const { name, field, isForeign, param } of expected.fields) {
      const given = resource.fields.get(name);
      if (given === undefined) continue;
      if (isForeign) {
        if (!foreign.has(name)) foreign.set(name, resource);
        continue;
      }
      const problem = param && valueProblem(param, given.value);
      if (problem) report.refuse(resource, name, `"${field.inFile}" ${problem}`);
    }
    if (!resource.isChildSide && kind.name !== 'code') warnOfMissing(expected.needed, resource, report);
  }
  const [first] = foreign;
  if (first)
    report.warn(
      first[1],
      first[0],
      `Appwrite ${version} does not have ${[...foreign.keys()].join(', ')}: left in the file, and not sent`,
    );
}

/** A version's rules for the resources of a kind and variant, of which a file may have 10,000. */
interface Expectations {
  /** Parameter of the last component of the path; undefined if it is checked elsewhere. */
  readonly id: Param | undefined;
  readonly fields: readonly ExpectedField[];
  /** Fields that a server asks for to create one. */
  readonly needed: readonly NamedField[];
}

interface ExpectedField extends NamedField {
  /** True if the version does not have it. */
  readonly isForeign: boolean;
  readonly param: Param | undefined;
}

function expectationsOf(kind: Kind, variant: string | undefined, version: ApiVersion): Expectations {
  return {
    id: kind.name === 'attribute' || kind.name === 'index' ? undefined : idParamOf(kind, variant, version),
    fields: fieldListOf(kind, variant).map((named) => {
      const isForeign = !existsIn(named.field, version);
      return {
        ...named,
        isForeign,
        param: isForeign ? undefined : paramOf(kind, named.field, variant, version),
      };
    }),
    needed: neededForCreation(kind, variant, version),
  };
}

function idParamOf(kind: Kind, variant: string | undefined, version: ApiVersion): Param | undefined {
  const param = kind.pathParams.at(-1);
  const create = param === undefined ? undefined : operationFor(kind, 'create', variant);
  return create && catalogued(create, version).params.find(({ name }) => name === param);
}

function neededForCreation(kind: Kind, variant: string | undefined, version: ApiVersion): NamedField[] {
  const create = operationFor(kind, 'create', variant);
  if (create === undefined) return [];
  const { params } = catalogued(create, version);
  return fieldListOf(kind, variant)
    .filter(({ field }) => field.initial === undefined && existsIn(field, version))
    .filter(({ name }) => !(variant === 'relationship' && name === 'twoWayKey'))
    .filter(({ field }) => params.some(({ name, required }) => name === field.param && required));
}

/** Names of fields that a server asks for, and that the file does not mention. */
export const missingForCreation = (
  { kind, variant, fields }: Pick<DesiredResource, 'kind' | 'variant' | 'fields'>,
  version: ApiVersion,
): string[] => missingOf(neededForCreation(kindNamed(kind), variant, version), fields);

const missingOf = (needed: readonly NamedField[], fields: DesiredResource['fields']): string[] =>
  needed.filter(({ name }) => !fields.has(name)).map(({ field }) => field.inFile);

function warnOfMissing(needed: readonly NamedField[], resource: DesiredResource, report: Report): void {
  const missing = missingOf(needed, resource.fields);
  if (missing.length > 0)
    report.warn(
      resource,
      undefined,
      `it can't be created without ${missing.map((name) => `"${name}"`).join(', ')}`,
    );
}

/** Checks the last component of the path; the others are those of its containers. */
function checkPath(param: Param | undefined, resource: DesiredResource, report: Report): void {
  const id = resource.path.at(-1);
  if (param === undefined || id === undefined) return;
  if (param.newId) {
    if (keyProblem(id) !== undefined)
      report.refuse(
        resource,
        undefined,
        `an ID has at most ${maxKeyCharacters} letters, digits, ".", "-" and "_", and begins with a letter or a digit`,
      );
    return;
  }
  const problem = valueProblem(param, id);
  if (problem) report.refuse(resource, undefined, `"${param.name}" ${problem}`);
}

function paramOf(
  kind: Kind,
  field: Field,
  variant: string | undefined,
  version: ApiVersion,
): Param | undefined {
  const ref = field.setBy ?? operationFor(kind, 'create', variant) ?? operationFor(kind, 'update', variant);
  return ref && catalogued(ref, version).params.find(({ name }) => name === field.param);
}

/** Returns what is wrong with a value; undefined if it fits. */
function valueProblem(param: Param, value: FieldValue): string | undefined {
  if (value === null) return undefined;
  if (typeof value === 'string') return textProblem(param, value);
  if (typeof value === 'bigint' || typeof value === 'number') return numberProblem(param, value);
  return typeof value === 'boolean' ? undefined : listProblem(param, value);
}

const isUrl = (text: string) => unmetExpectation(urlAttribute, JSON.stringify(text)) === undefined;

const urlAttribute: Attribute = {
  key: '',
  type: 'string',
  format: 'url',
  status: 'available',
  required: false,
  array: false,
};

/** Secret values are not quoted. */
function textProblem({ enum: choices, minLength, maxLength, format, secret }: Param, text: string) {
  if (text === '') return undefined;
  if (choices && !choices.includes(text)) {
    const guess = closestMatch(text, choices);
    const hint = guess ? `; did you mean ${guess}?` : choices.length <= 12 ? `: ${choices.join(', ')}` : '';
    return `can't be ${quoted(text)}${hint}`;
  }
  const { length } = [...text];
  if (maxLength !== undefined && length > maxLength)
    return `takes at most ${maxLength} characters, not ${length}`;
  if (minLength !== undefined && length < minLength)
    return `takes at least ${minLength} characters, not ${length}`;
  if (format === 'url' && !isUrl(text))
    return secret ? 'must be a URL' : `must be a URL, not ${quoted(text)}`;
  return undefined;
}

function numberProblem({ min, max }: Param, value: bigint | number) {
  if (min !== undefined && value < min) return `must be at least ${min}, not ${value}`;
  if (max !== undefined && value > max) return `must be at most ${max}, not ${value}`;
  return undefined;
}

function listProblem({ maxItems, itemMaxLength, enum: choices }: Param, items: readonly string[]) {
  if (maxItems !== undefined && items.length > maxItems)
    return `takes at most ${maxItems} values, not ${items.length}`;
  const odd = choices && items.find((item) => !choices.includes(item));
  if (odd !== undefined) return `can't hold ${quoted(odd)}`;
  const long = itemMaxLength && items.find((item) => [...item].length > itemMaxLength);
  return long
    ? `takes values of at most ${itemMaxLength} characters, one has ${[...long].length}`
    : undefined;
}
