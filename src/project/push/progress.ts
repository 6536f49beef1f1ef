import { isHumanOutput } from '../../core/globals.ts';
import type { Services } from '../../core/services.ts';
import type { Progress } from '../../output/progress.ts';
import type { ApplyEvent } from '../apply/types.ts';
import { keyOf } from '../model/state.ts';
import type { Action, Plan, PlanOp } from '../plan/plan.ts';
import { planText } from '../plan/text.ts';

const verbs: Readonly<Record<PlanOp, string>> = {
  create: 'created',
  change: 'changed',
  move: 'recreated',
  delete: 'deleted',
  rebuild: 'rebuilt',
  deploy: 'deployed',
};

/** Reports a push on stderr: a line for each action that has ended, and on a terminal the work that goes on. */
export class PushProgress {
  readonly #output: Services['output'];
  readonly #total: number;
  #ended = 0;
  #progress: Progress | undefined;

  /** @param total number of actions */
  constructor(output: Services['output'], total: number) {
    this.#output = output;
    this.#total = total;
  }

  readonly report = (event: ApplyEvent): void => {
    if (event.kind === 'begun') this.describe(keyOf(event.action.resource));
    else if (event.kind === 'waiting') this.describe(waitingFor(event.resources));
    else {
      this.#ended++;
      // A line would be appended to the moving text, which is therefore restarted after the line.
      this.stop();
      if (event.kind === 'done') this.#output.note(doneLine(event.action, event.found));
      else this.#output.failed(`${event.action.id}: ${event.error.message}`);
    }
  };

  /** Says what is being done now. */
  describe(activity: string): void {
    this.#progress ??= this.#output.progress({ label: activity });
    this.#progress.describe(`${this.#ended} of ${this.#total} done · ${activity}`);
  }

  stop(): void {
    this.#progress?.stop();
    this.#progress = undefined;
  }
}

/** Describes a wait. @param resources that are not available yet */
export const waitingFor = (resources: number) =>
  resources === 1 ? 'waiting for an attribute or index' : `waiting for ${resources} attributes or indexes`;

function doneLine({ op, resource }: Action, found: boolean): string {
  const name = keyOf(resource);
  if (!found) return `${verbs[op]} ${name}`;
  return op === 'delete' ? `${name} was already deleted` : `${name} already existed as planned`;
}

/** Shows people a plan on stderr. */
export async function showPlan(plan: Plan, { globals, output }: Services): Promise<void> {
  if (!isHumanOutput(globals)) return;
  for (const note of plan.notes) output.note(note);
  if (plan.actions.length > 0) await output.sketch((screen) => planText(plan, screen));
}
