/** The order in which the actions of a plan may run at the same time. */
import { append } from '../../lib/append.ts';
import type { Action } from '../plan/plan.ts';

/** Actions that follow one another; several lanes run at once. */
export type Lane = readonly Action[];

/** Lanes that run at the same time. The next level begins when all have ended. */
export type Level = readonly Lane[];

/**
 * Divides the actions of a plan into levels. A level ends where the kind or the phase changes, and before an action that
 * needs one of the same level.
 * @throws Error if an action needs one that does not precede it: no plan of this program does
 */
export function levelsOf(actions: readonly Action[]): readonly Level[] {
  const before = new Set<string>();
  const levels: Action[][] = [];
  let level: Action[] = [];
  let inLevel = new Set<string>();
  for (const action of actions) {
    const missing = action.after.find((id) => !before.has(id));
    if (missing !== undefined) throw new Error(`${action.id} is planned before ${missing}, which it needs`);
    const [first] = level;
    const isSame = first?.phase === action.phase && first.resource.kind === action.resource.kind;
    if (!isSame || action.after.some((id) => inLevel.has(id))) {
      level = [];
      inLevel = new Set();
      levels.push(level);
    }
    level.push(action);
    inLevel.add(action.id);
    before.add(action.id);
  }
  return levels.map(lanesOf);
}

function lanesOf(actions: readonly Action[]): Level {
  const lanes = new Map<string, Action[]>();
  for (const action of actions) append(lanes, laneOf(action), action);
  return [...lanes.values()];
}

/**
 * Returns the name of an action's lane. The server reads, changes and writes whole records, so that of two requests at
 * once one may be lost: an attribute changes its collection, a relationship two of them, a setting its project, a
 * variable its function.
 */
function laneOf({ phase, resource: { kind, path } }: Action): string {
  switch (kind) {
    case 'attribute':
      return (phase === 'attributes' ? path.slice(0, 2) : path.slice(0, 1)).join('/');
    case 'index':
      return path.slice(0, 2).join('/');
    case 'variable':
    case 'code':
      return path[0]!;
    case 'database':
    case 'collection':
    case 'bucket':
    case 'team':
    case 'provider':
    case 'topic':
    case 'function':
      return path.join('/');
    default:
      return '';
  }
}
