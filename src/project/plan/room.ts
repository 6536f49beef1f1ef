/** Deletions that have to come before creations, since a collection has no room for the old and the new together. */
import type { Relationship } from '../../schema/attribute.ts';
import { additionProblem, relationshipProblem } from '../../schema/attribute-rules.ts';
import { maxIndexes } from '../../schema/limits.ts';
import { asAttribute, type CheckedAttribute } from '../check/checked.ts';
import type { LiveProject, ResourceRef } from '../model/state.ts';
import type { Decided } from './draft.ts';

/** Otherwise everything new is there before anything old goes. */
export function withRoom(all: readonly Decided[], live: LiveProject): Decided[] {
  const isDeletion = ({ op, resource }: Decided) =>
    op === 'delete' && (resource.kind === 'attribute' || resource.kind === 'index');
  const collections = new Set(all.filter(isDeletion).map(({ resource }) => collectionOf(resource)));
  const full = new Map([...collections].map((each) => [each, fullnessOf(each, all, live)]));
  return all.map((each) => {
    const { attributes = false, indexes = false } = full.get(collectionOf(each.resource)) ?? {};
    if (!isDeletion(each)) return each;
    // Indexes go before the attributes that they are on.
    if (attributes) return { ...each, phase: 'attributes', remarks: [...each.remarks, early] };
    if (indexes && each.resource.kind === 'index')
      return { ...each, phase: 'indexes', remarks: [...each.remarks, early] };
    return each;
  });
}

const early = 'goes first: there is no room for old and new together';

const collectionOf = ({ path }: ResourceRef) => path.slice(0, 2).join('/');

/** Tells what a collection can't hold of old and new together. */
function fullnessOf(
  collection: string,
  all: readonly Decided[],
  live: LiveProject,
): { readonly attributes: boolean; readonly indexes: boolean } {
  const isHere = (kind: ResourceRef['kind']) => (resource: ResourceRef) =>
    resource.kind === kind && collectionOf(resource) === collection;
  const creations = (kind: ResourceRef['kind']) =>
    all.filter(({ op, resource }) => op === 'create' && isHere(kind)(resource));
  const there = [...live.resources.values()];
  const attributes = there.filter(isHere('attribute')).map(asAttribute);
  const added = creations('attribute').flatMap(({ resource: { path }, definition }) =>
    definition ? [asAttribute({ path, ...definition })] : [],
  );
  const isFull = added.some((attribute, at) => isRefused([...attributes, ...added.slice(0, at)], attribute));
  const indexes = there.filter(isHere('index')).length + creations('index').length;
  return { attributes: isFull, indexes: indexes > maxIndexes };
}

function isRefused(others: readonly CheckedAttribute[], attribute: CheckedAttribute): boolean {
  if (additionProblem(others, attribute) !== undefined) return true;
  if (attribute.type !== 'relationship') return false;
  return relationshipProblem(others, attribute as CheckedAttribute & Relationship) !== undefined;
}
