/** From differences to drafts of actions. */
import { append } from '../../lib/append.ts';
import { listed } from '../../lib/text/words.ts';
import { missingForCreation } from '../check/values.ts';
import type { Comparison, Difference, FieldChange } from '../diff/difference.ts';
import { containerOf } from '../diff/extras.ts';
import { lossOfChange, lossOfCreation, lossOfDeletion } from '../diff/loss.ts';
import { obstacleTo } from '../model/in-place.ts';
import type { KindName } from '../model/kind.ts';
import { kindNamed } from '../model/kinds.ts';
import { createRequest, deleteRequest, settingRequest } from '../model/parameters.ts';
import { covers, type Pattern } from '../model/selection.ts';
import {
  type DesiredResource,
  keyOf,
  type LiveResource,
  type ResourceKey,
  type ResourceRef,
} from '../model/state.ts';
import { type Draft, type Drafting, type PlanOptions, phaseOf } from './draft.ts';
import { canRename, changeInPlace, renameInPlace } from './draft-attribute.ts';
import { draftCode } from './draft-code.ts';
import { needsOf } from './needs.ts';
import type { PlannedChange } from './plan.ts';
import { contentRemarks, remakeRemark, uniqueRemarks } from './remarks.ts';
import { isEncryptionUnknown, withLiveFields, withValues } from './replacement.ts';
import { plannedChange, requestStep } from './requests.ts';

/** Drafts what a push would do, without looking at documents. */
export function draft(comparison: Comparison, options: PlanOptions): Drafting {
  return new Drafter(options).draft(comparison);
}

type Changed = Extract<Difference, { readonly changes: readonly FieldChange[] }>;

class Drafter {
  readonly #options: PlanOptions;
  readonly #drafts: Draft[] = [];
  readonly #kept: ResourceRef[] = [];
  readonly #notes: string[] = [];
  readonly #problems: string[] = [];

  constructor(options: PlanOptions) {
    this.#options = options;
  }

  draft({ differences, notes, notCompared }: Comparison): Drafting {
    const created = new Map<ResourceKey, DesiredResource[]>();
    for (const difference of differences)
      if (difference.kind === 'only in file') {
        const container = containerOf(difference.desired);
        if (container) append(created, keyOf(container), difference.desired);
      }
    for (const difference of differences) {
      switch (difference.kind) {
        case 'only in file':
          this.#create(difference.desired, created.get(keyOf(difference.desired)) ?? []);
          break;
        case 'only on server':
          this.#extra(difference.live);
          break;
        case 'changed':
          this.#change(difference);
          break;
        case 'renamed':
          this.#rename(difference);
          break;
        case 'unusable':
          this.#remake(difference.desired, difference.live);
      }
    }
    // Code may have to be built with changed settings, and these are known at the end only.
    const others = [...this.#drafts];
    for (const difference of differences) {
      if (difference.kind !== 'code') continue;
      const { draft, note, problem } = draftCode(difference, others, this.#options);
      if (draft) this.#drafts.push(draft);
      if (note) this.#notes.push(note);
      if (problem) this.#problems.push(problem);
    }
    return {
      drafts: this.#drafts,
      kept: this.#kept,
      notes: [...notes, ...this.#notes],
      notCompared,
      problems: this.#problems,
    };
  }

  #create(desired: DesiredResource, contents: readonly DesiredResource[]): void {
    if (!this.#canCreate(desired)) return;
    const isInNew = !this.#options.live.resources.has(keyOf(containerOf(desired) ?? desired));
    this.#drafts.push({
      op: 'create',
      phase: phaseOf(desired),
      resource: refOf(desired),
      changes: initialChanges(desired),
      remarks: [...contentRemarks(contents), ...uniqueRemarks(desired, isInNew)],
      steps: [requestStep(createRequest(withValues(desired), this.#options.target), desired)],
      definition: withValues(desired),
      // A new collection has no documents.
      loss: isInNew ? undefined : lossOfCreation(desired),
      needs: needsOf(desired),
    });
  }

  #canCreate(desired: DesiredResource): boolean {
    const name = keyOf(desired);
    if (kindNamed(desired.kind).operations.create === undefined) {
      this.#problems.push(`the server has no ${name}, and it can't be created`);
      return false;
    }
    const missing = missingForCreation(desired, this.#options.target.apiVersion);
    if (missing.length === 0) return true;
    const members = listed(
      missing.map((member) => `"${member}"`),
      'and',
    );
    this.#problems.push(`${name} is not on the server, and can't be created without ${members}`);
    return false;
  }

  /** The key of something that the server failed to make is taken until it is deleted. */
  #remake(desired: DesiredResource, live: LiveResource): void {
    if (!this.#canCreate(desired)) return;
    const { target } = this.#options;
    this.#drafts.push({
      op: 'create',
      phase: phaseOf(desired),
      resource: refOf(desired),
      changes: initialChanges(desired),
      remarks: [remakeRemark(live)],
      steps: [
        ...[live, ...this.#otherSideOf(live)].map((side) =>
          requestStep(deleteRequest(side, target), undefined),
        ),
        requestStep(createRequest(withValues(desired), target), desired),
      ],
      loss: lossOfCreation(desired),
      needs: needsOf(desired),
    });
  }

  /** The server keeps the other side of a two-way relationship that it failed to make, and its key stays taken. */
  #otherSideOf({ path: [database = ''], variant, fields }: LiveResource): LiveResource[] {
    const [related, key] = [fields.get('relatedCollection'), fields.get('twoWayKey')];
    if (variant !== 'relationship' || fields.get('twoWay') !== true) return [];
    const path = [database, String(related), String(key)];
    const side = this.#options.live.resources.get(keyOf({ kind: 'attribute', path }));
    return side?.isChildSide ? [side] : [];
  }

  #change({ desired, live, changes }: Changed): void {
    const obstacles = changes.flatMap((change) => this.#obstacleTo(live, change) ?? []);
    if (desired.kind === 'index') this.#rebuild(desired, live, changes);
    else if (obstacles.length > 0) this.#move(desired, live, changes, obstacles.join('; '));
    else this.#inPlace(desired, live, changes);
  }

  #obstacleTo(live: LiveResource, change: FieldChange): string | undefined {
    return obstacleTo(live, change, this.#options.target.apiVersion);
  }

  #inPlace(desired: DesiredResource, live: LiveResource, changes: readonly FieldChange[]): void {
    const { target } = this.#options;
    const hasUpdate = kindNamed(live.kind).operations.update !== undefined;
    const { steps, remarks } = hasUpdate
      ? changeInPlace(desired, live, changes, target)
      : {
          steps: changes.map(({ field, to }) =>
            requestStep(settingRequest({ kind: live.kind, field }, to, target), desired),
          ),
          remarks: [],
        };
    this.#drafts.push({
      op: 'change',
      phase: phaseOf(live),
      resource: refOf(live),
      changes: changes.map((change) => plannedChange(desired, change)),
      remarks,
      steps,
      loss: lossOfChange(live, changes),
      needs: [],
    });
  }

  #rename({ desired, live, changes }: Changed): void {
    const { target } = this.#options;
    const from = live.path[2]!;
    const keyChange = { field: 'key', from, to: desired.path[2]! };
    const obstacles = changes.flatMap((change) => this.#obstacleTo(live, change) ?? []);
    if (!canRename(live, target))
      obstacles.unshift(`Appwrite ${target.apiVersion} can't change the key; 1.6 can`);
    if (obstacles.length > 0) {
      this.#move(
        desired,
        live,
        [{ ...keyChange, place: desired.place, secret: false }, ...changes],
        obstacles.join('; '),
      );
      return;
    }
    const { steps, remarks } = renameInPlace(desired, live, changes, target);
    this.#drafts.push({
      op: 'change',
      phase: phaseOf(live),
      resource: refOf(desired),
      changes: [keyChange, ...changes.map((change) => plannedChange(desired, change))],
      remarks,
      steps,
      loss: lossOfChange(live, changes),
      needs: [],
      touches: [refOf(live)],
    });
  }

  /** An index has no values of its own; queries are slow, or refused, until it is there again. */
  #rebuild(desired: DesiredResource, live: LiveResource, changes: readonly FieldChange[]): void {
    const { target } = this.#options;
    const { fields } = withLiveFields(desired, live);
    this.#drafts.push({
      op: 'rebuild',
      phase: 'indexes',
      resource: refOf(desired),
      changes: changes.map((change) => plannedChange(desired, change)),
      remarks: uniqueRemarks(desired, false),
      steps: [
        requestStep(deleteRequest(live, target), undefined),
        requestStep(createRequest({ ...desired, fields }, target), desired),
      ],
      needs: needsOf({ ...desired, fields: new Map([...fields].map(([name, value]) => [name, { value }])) }),
    });
  }

  /**
   * Drafts a change that no update makes. The steps delete and create: they run only if nothing is lost, or the loss is
   * agreed to.
   */
  #move(
    desired: DesiredResource,
    live: LiveResource,
    changes: readonly FieldChange[],
    obstacle: string,
  ): void {
    const { target, protect } = this.#options;
    const { fields, isComplete } = withLiveFields(desired, live);
    const replacement = { ...desired, fields };
    this.#drafts.push({
      op: 'move',
      phase: kindNamed(desired.kind).name === 'attribute' ? 'moves' : phaseOf(desired),
      resource: refOf(desired),
      changes: changes.map((change) => plannedChange(desired, change)),
      remarks: isEncryptionUnknown(desired, live)
        ? ['the server does not report whether it is encrypted: "encrypt" in the file decides']
        : [],
      steps: isComplete
        ? [
            requestStep(deleteRequest(live, target), undefined),
            requestStep(createRequest(replacement, target), desired),
          ]
        : [],
      loss: lossOfDeletion(live, this.#options.live),
      needs: needsOf(desired),
      touches: [refOf(live)],
      obstacle,
      isProtected: protect.some((pattern) => covers(pattern, live)),
    });
  }

  #extra(live: LiveResource): void {
    const { prune, target } = this.#options;
    const { selector } = kindNamed(live.kind);
    const isPruned = prune === 'all' || (prune !== 'none' && prune.includes(selector));
    const guard = isPruned ? this.#guardOf(live) : undefined;
    if (guard) this.#notes.push(`${keyOf(live)} is not deleted: ${guard}`);
    if (!isPruned || guard) {
      this.#kept.push(refOf(live));
      return;
    }
    const contents = this.#liveContents(live);
    this.#drafts.push({
      op: 'delete',
      phase: 'deletions',
      resource: refOf(live),
      changes: [],
      remarks: contentRemarks(contents),
      isRelationship: live.variant === 'relationship',
      steps: [requestStep(deleteRequest(live, target), undefined)],
      loss: isVoid(live) ? undefined : lossOfDeletion(live, this.#options.live),
      needs: [],
    });
  }

  /** Returns the reason why a resource must not be deleted, if there is one. */
  #guardOf(live: LiveResource): string | undefined {
    const isIn = (patterns: readonly Pattern[]) => (resource: LiveResource) =>
      patterns.some((pattern) => covers(pattern, resource));
    const { protect, leftOut } = this.#options;
    if (isIn(protect)(live)) return 'it is protected';
    const contents = this.#liveContents(live);
    const [kept, out] = [contents.find(isIn(protect)), contents.find(isIn(leftOut))];
    if (kept) return `${keyOf(kept)} in it is protected`;
    return out && `${keyOf(out)} in it is left out`;
  }

  #liveContents(live: LiveResource): LiveResource[] {
    const kinds = contentKinds[live.kind] ?? [];
    if (kinds.length === 0) return [];
    return [...this.#options.live.resources.values()].filter(
      ({ kind, path }) => kinds.includes(kind) && live.path.every((component, at) => path[at] === component),
    );
  }
}

/** Kinds of what is deleted with a resource. */
const contentKinds: Readonly<Partial<Record<KindName, readonly KindName[]>>> = {
  database: ['collection', 'attribute', 'index'],
  collection: ['attribute', 'index'],
  function: ['variable'],
};

/** True for an attribute that never got any values. */
const isVoid = ({ status }: LiveResource) => status === 'failed';

const refOf = ({ kind, path }: ResourceRef): ResourceRef => ({ kind, path });

/** The variant is the field `type`, as in the state of a resource. */
const initialChanges = (desired: DesiredResource): PlannedChange[] => [
  ...(desired.variant === undefined ? [] : [{ field: 'type', from: null, to: desired.variant }]),
  ...[...desired.fields].map(([field, { value }]) =>
    plannedChange(desired, { field, from: null, to: value }),
  ),
];
