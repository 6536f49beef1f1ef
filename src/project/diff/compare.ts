/** Compares a project as a file describes it with the project as it is. */
import { existsIn, isAtLeast } from '../../api/versions.ts';
import { isSameFieldValue } from '../model/field-types.ts';
import type { KindName, Selector } from '../model/kind.ts';
import { fieldsOf, kindNamed } from '../model/kinds.ts';
import { isSelected, type Pattern, type Selection, withoutIgnored } from '../model/selection.ts';
import {
  type DesiredProject,
  type DesiredResource,
  keyOf,
  type LiveProject,
  type LiveResource,
  type ResourceKey,
  type ResourceRef,
  reasonNotCompared,
} from '../model/state.ts';
import { type FieldValue, valueJson } from '../model/value.ts';
import type {
  CodeComparison,
  Comparison,
  Difference,
  FieldChange,
  NotCompared,
  Rename,
} from './difference.ts';
import { Extras } from './extras.ts';
import { findRenames, renameHints, withNewKeys } from './renames.ts';

export interface CompareOptions {
  readonly select: Selection;
  /** Resources that are treated as if neither side had them. */
  readonly ignore: readonly Pattern[];
  /** Attributes that got another key, beside those for which the file says so. */
  readonly renames: readonly Rename[];
}

/**
 * Compares only fields that the file mentions and that the server returns.
 * @param code results for the functions whose code was compared, by ID
 */
export function compare(
  desired: DesiredProject,
  live: LiveProject,
  code: ReadonlyMap<string, CodeComparison>,
  options: CompareOptions,
): Comparison {
  return new Comparer(desired, live, options).compare(code);
}

/** Returns what says if a resource is part of the comparison. Kinds that were not read never are. */
export function comparedBy(
  live: Pick<LiveProject, 'notCompared' | 'notComparedKinds'>,
  { select, ignore }: Omit<CompareOptions, 'renames'>,
): (resource: ResourceRef) => boolean {
  const wanted = withoutIgnored(select, ignore);
  return (resource) => reasonNotCompared(live, resource.kind) === undefined && isSelected(wanted, resource);
}

/** A kind is reported only if the file describes it and the selection includes it. */
function notComparedOf(
  { resources, code, listed }: DesiredProject,
  live: LiveProject,
  select: Selection,
): NotCompared[] {
  const described = new Set<KindName>(select.only === undefined ? listed : []);
  for (const resource of resources.values()) if (isSelected(select, resource)) described.add(resource.kind);
  for (const id of code.keys()) if (isSelected(select, { kind: 'code', path: [id] })) described.add('code');
  const found = new Map<Selector | KindName, NotCompared>();
  for (const kind of described) {
    const { selector } = kindNamed(kind);
    const reason = reasonNotCompared(live, kind);
    if (reason === undefined) continue;
    const isAlone = live.notComparedKinds.has(kind);
    found.set(isAlone ? kind : selector, { selector, ...(isAlone && { kind }), reason });
  }
  return [...found.values()];
}

class Comparer {
  readonly #desired: DesiredProject;
  readonly #live: LiveProject;
  readonly #select: Selection;
  readonly #isCompared: (resource: ResourceRef) => boolean;
  readonly #renames: ReadonlyMap<ResourceKey, LiveResource>;
  readonly #notes: string[] = [];
  /** Fields that the server does not return. */
  readonly #unreadable = new Set<string>();

  constructor(desired: DesiredProject, live: LiveProject, options: CompareOptions) {
    this.#desired = desired;
    this.#live = live;
    this.#select = options.select;
    this.#isCompared = comparedBy(live, options);
    const { found, notes } = findRenames(desired, live, options.renames);
    this.#renames = found;
    this.#notes.push(...notes);
  }

  compare(code: ReadonlyMap<string, CodeComparison>): Comparison {
    const differences: Difference[] = [];
    for (const resource of this.#desired.resources.values()) {
      const isOwn = !resource.isChildSide && resource.kind !== 'code';
      const difference = isOwn && this.#isCompared(resource) ? this.#difference(resource) : undefined;
      if (difference) differences.push(difference);
    }
    const renamed = new Set([...this.#renames.values()].map(keyOf));
    const extras = new Extras(this.#desired);
    for (const resource of this.#live.resources.values())
      if (!renamed.has(keyOf(resource)) && this.#isCompared(resource) && extras.has(resource))
        differences.push({ kind: 'only on server', live: resource });
    for (const entry of this.#desired.code.values()) {
      const comparison = code.get(entry.functionId);
      if (comparison && this.#isCompared({ kind: 'code', path: [entry.functionId] }))
        differences.push({
          kind: 'code',
          desired: entry,
          live: this.#live.code.get(entry.functionId),
          comparison,
        });
    }
    const unreadable = [...this.#unreadable].map(
      (name) => `the server does not return "${name}", so it is used on creation and not compared`,
    );
    return {
      differences,
      notCompared: notComparedOf(this.#desired, this.#live, this.#select),
      notes: [
        ...this.#desired.notes,
        ...this.#live.notes,
        ...this.#notes,
        ...unreadable,
        ...renameHints(differences),
      ],
    };
  }

  #difference(desired: DesiredResource): Difference | undefined {
    const renamed = this.#renames.get(keyOf(desired));
    const live = renamed ?? this.#live.resources.get(keyOf(desired));
    if (live === undefined) return { kind: 'only in file', desired };
    if (live.status === 'failed' || live.status === 'stuck' || live.status === 'deleting')
      return { kind: 'unusable', desired, live };
    const changes = this.#changes(desired, live);
    if (renamed) return { kind: 'renamed', desired, live, changes };
    return changes.length > 0 ? { kind: 'changed', desired, live, changes } : undefined;
  }

  #changes(desired: DesiredResource, live: LiveResource): FieldChange[] {
    if (desired.variant !== live.variant) return [variantChange(desired, live)];
    return Object.entries(fieldsOf(kindNamed(desired.kind), desired.variant)).flatMap(
      ([field, described]) => {
        const given = desired.fields.get(field);
        if (given === undefined || !existsIn(described, this.#live.apiVersion)) return [];
        if (field === 'twoWayKey' && live.fields.get('twoWay') === false) return [];
        const from = live.fields.get(field);
        if (from === undefined) {
          if (!isInitial(given.value, described.initial)) this.#unreadable.add(described.inFile);
          return [];
        }
        const is = desired.kind === 'index' && field === 'attributes' ? this.#withNewKeys(live, from) : from;
        if (isSameFieldValue(described.type, is, given.value)) return [];
        return [{ field, from, to: given.value, place: given.place, secret: described.secret }];
      },
    );
  }

  /** From 1.6 on, the server gives an attribute its new key in indexes too. */
  #withNewKeys({ path }: LiveResource, attributes: FieldValue): FieldValue {
    if (!isAtLeast(this.#live.apiVersion, '1.6') || !Array.isArray(attributes)) return attributes;
    return withNewKeys(path, attributes, this.#renames);
  }
}

/** Another type or format; its fields mean other things. */
const variantChange = (desired: DesiredResource, live: LiveResource): FieldChange => ({
  field: 'type',
  from: live.variant ?? null,
  to: desired.variant ?? null,
  place: desired.place,
  secret: false,
});

const isInitial = (value: FieldValue, initial: FieldValue | undefined) =>
  initial !== undefined && valueJson(value) === valueJson(initial);
