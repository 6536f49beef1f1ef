/** A plan as people read it on a screen. */
import type { Screen } from '../../output/screen.ts';
import { containerOf } from '../diff/extras.ts';
import { kindNamed } from '../model/kinds.ts';
import { neededFor } from '../model/not-compared.ts';
import { keyOf, type ResourceRef } from '../model/state.ts';
import { type Action, type Plan, type PlanOp, type PlanTarget, planSymbols } from './plan.ts';
import { drawParagraph, drawRows, type Row } from './rows.ts';
import { shownChange, shownDefinition } from './shown.ts';

/** Draws a plan; without actions, a sentence that says so. */
export async function planText(plan: Plan, screen: Screen): Promise<string> {
  const rows = shownActions(plan.actions).map((action) => rowOf(action, screen));
  const lines = [
    ...(await drawParagraph(targetLine(plan.target), screen)),
    ...(await drawRows(rows, screen)),
    ...(await Promise.all(remainder(plan).map((line) => drawParagraph(`  ${line}`, screen)))).flat(),
    ...(await drawParagraph(totalsLine(plan), screen)),
  ];
  return lines.map((line) => `${line}\n`).join('');
}

/** Returns the first line: which project, where, and why that one. */
export const targetLine = ({ projectId, endpoint, why }: PlanTarget): string =>
  `${projectId} at ${endpoint} (${why})`;

/** Returns actions without what comes with a new container: its line counts them. */
export function shownActions(actions: readonly Action[]): Action[] {
  const created = new Set(actions.filter(({ op }) => op === 'create').map(({ resource }) => keyOf(resource)));
  return actions.filter(({ op, resource, remarks }) => {
    const container = containerOf(resource);
    const isContent = op === 'create' && container !== undefined && container.kind !== 'database';
    return !(isContent && created.has(keyOf(container)) && remarks.length === 0);
  });
}

/** Returns what an action does, in parts. @param arrow that the screen can show */
export function detailsOf(
  { op, resource, path, changes, remarks, blockedBy }: Action,
  arrow: string,
): string[] {
  const isContainer = resource.kind === 'database' || resource.kind === 'collection';
  const definition = isContainer ? '' : shownDefinition(changes);
  const shown =
    op === 'create' ? [definition] : changes.map((change) => shownChange(resource.kind, change, arrow));
  const help = blockedBy === 'data-loss' ? `needs --allow-data-loss ${path}` : 'push refuses it';
  return [...shown, ...remarks, ...(blockedBy ? [help] : [])].filter(Boolean);
}

/** ASCII for screens without the symbols. */
const plainSymbols: Readonly<Record<PlanOp, string>> = {
  ...planSymbols,
  move: '!',
  rebuild: 'r',
  deploy: '^',
};

const roles: Readonly<Record<PlanOp, Row['role']>> = {
  create: 'added',
  change: 'changed',
  move: 'changed',
  delete: 'removed',
  rebuild: 'changed',
  deploy: 'changed',
};

/** Returns the sign of an action, in ASCII if the screen has no others. */
export const symbolOf = (op: PlanOp, { unicode }: Pick<Screen, 'unicode'>): string =>
  (unicode ? planSymbols : plainSymbols)[op];

function rowOf(action: Action, screen: Screen): Row {
  const { op, resource, path, risk } = action;
  return {
    symbol: symbolOf(op, screen),
    role: roles[op],
    kind: resource.kind,
    path,
    details: detailsOf(action, screen.unicode ? '→' : '->'),
    isLoss: risk === 'data-loss',
  };
}

/** Returns lines about what the plan leaves alone. */
export function remainder({ kept, notCompared }: Pick<Plan, 'kept' | 'notCompared'>): string[] {
  return [
    ...(kept.length > 0
      ? [`kept: ${countedKinds(kept)} that the file does not mention (--prune deletes them)`]
      : []),
    ...notCompared.map(
      ({ selector, kind, reason }) =>
        `not compared: ${kind ? kindNamed(kind).plural : selector} (${neededFor(reason)})`,
    ),
  ];
}

/** Counts resources by kind: `1 collection, 2 attributes`. */
export function countedKinds(resources: readonly ResourceRef[]): string {
  const counts = new Map<ResourceRef['kind'], number>();
  for (const { kind } of resources) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return [...counts]
    .map(([kind, count]) => `${count} ${count === 1 ? kind : kindNamed(kind).plural}`)
    .join(', ');
}

const opWords: Readonly<Record<PlanOp, string>> = {
  create: 'to create',
  change: 'to change',
  move: 'to move',
  delete: 'to delete',
  rebuild: 'to rebuild',
  deploy: 'to deploy',
};

/** Returns the last line: how much there is to do, and what is lost. */
export function totalsLine({ actions, summary }: Pick<Plan, 'actions' | 'summary'>): string {
  if (actions.length === 0) return 'the project matches the file';
  const totals = (Object.keys(opWords) as PlanOp[])
    .filter((op) => summary[op] > 0)
    .map((op) => `${summary[op].toLocaleString('en')} ${opWords[op]}`);
  const risky = actions.filter(({ risk }) => risk === 'data-loss');
  const isLoss = ({ op }: Action) => op === 'delete' || op === 'move';
  const locking = risky.filter((action) => !isLoss(action));
  const locks = locking.length > 0 ? `. Locks documents: ${pathsOf(locking)}` : '';
  return `${totals.join(', ')}. Data loss: ${pathsOf(risky.filter(isLoss)) || 'no'}${locks}`;
}

const pathsOf = (actions: readonly Action[]) => actions.map(({ path }) => path).join(', ');
