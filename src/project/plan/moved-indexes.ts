/** Indexes on attributes that are deleted and created again. */
import { createRequest, deleteRequest } from '../model/parameters.ts';
import { keyOf, type LiveResource, type ResourceRef } from '../model/state.ts';
import type { Decided, PlanOptions } from './draft.ts';
import { needsOf } from './needs.ts';
import { requestStep } from './requests.ts';

/**
 * Adds what moves do to indexes. With an attribute, the server drops its indexes or takes it out of them, so that each is
 * deleted before and made again afterwards, also those that the file does not mention.
 */
export function withRebuiltIndexes(all: readonly Decided[], options: PlanOptions): Decided[] {
  const moves = all.filter(
    ({ op, resource, blockedBy }) => op === 'move' && resource.kind === 'attribute' && !blockedBy,
  );
  if (moves.length === 0) return [...all];
  const planned = new Map(all.map((each) => [keyOf(each.resource), each]));
  /** Indexes that a move deletes: of several moves, the first. */
  const deleted = new Map<Decided, LiveResource[]>(moves.map((move) => [move, []]));
  const replaced = new Map<Decided, Decided>();
  const remade: Decided[] = [];
  for (const index of options.live.resources.values()) {
    const move = index.kind === 'index' ? moves.find(({ resource }) => isOn(index, resource)) : undefined;
    if (move === undefined) continue;
    const own = planned.get(keyOf(index));
    if (own?.op === 'delete') {
      replaced.set(own, { ...own, phase: 'moves' });
      continue;
    }
    deleted.get(move)!.push(index);
    if (own) replaced.set(own, { ...own, steps: own.steps.filter((_, at) => at > 0) });
    else remade.push(remakes(index, move, options));
  }
  for (const [move, indexes] of deleted)
    replaced.set(move, {
      ...move,
      steps: [
        ...indexes.map((index) => requestStep(deleteRequest(index, options.target), undefined)),
        ...move.steps,
      ],
      touches: [...(move.touches ?? []), ...indexes],
    });
  return [...all.map((each) => replaced.get(each) ?? each), ...remade];
}

function isOn(index: LiveResource, { path }: ResourceRef): boolean {
  const attributes = index.fields.get('attributes');
  const isHere = index.path[0] === path[0] && index.path[1] === path[1];
  return isHere && Array.isArray(attributes) && attributes.includes(path[2]);
}

function remakes(index: LiveResource, { resource }: Decided, { target }: PlanOptions): Decided {
  const fields = new Map([...index.fields].map(([name, value]) => [name, { value }]));
  return {
    op: 'rebuild',
    phase: 'indexes',
    resource: { kind: index.kind, path: index.path },
    changes: [],
    remarks: [`created again after ${keyOf(resource)}`],
    steps: [requestStep(createRequest(index, target), undefined)],
    needs: needsOf({ ...index, fields }),
    risk: 'rebuild',
  };
}
