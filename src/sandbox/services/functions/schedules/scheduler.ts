import { scheduleHeaders } from '../../../../functions/runtime/headers.ts';
import { nextRun, parseCron } from '../../../../schema/cron.ts';
import { projects } from '../../../core/records/projects.ts';
import type { Kernel } from '../../../core/types.ts';
import { backgroundOf } from '../events/background.ts';
import { orderRun } from '../events/raise.ts';
import { type Execution, functionsOf } from '../records.ts';
import { serverDomain } from '../run.ts';

const minuteMs = 60_000;

/** A function whose schedule is on. */
interface Scheduled {
  readonly projectId: string;
  readonly functionId: string;
  /** First time that is due since the last check. */
  readonly dueMs: number;
}

/** Runs functions by their schedules: in real time, and through the time that a tick skips. */
export class Scheduler {
  readonly #kernel: Kernel;
  /** Time up to which everything that was due has been ordered. */
  #doneUntilMs: number;
  /** Changes if the pending timer is out of date. */
  #turn = 0;
  #ticks: Promise<unknown> = Promise.resolve();
  #isTicking = false;

  constructor(kernel: Kernel) {
    this.#kernel = kernel;
    this.#doneUntilMs = kernel.now();
  }

  /** Begins to run what falls due from now on. */
  start(): void {
    this.#doneUntilMs = this.#kernel.now();
    this.#waitForMinute();
  }

  /**
   * Moves the clock. At each minute that is due it waits until the runs of that minute, and the runs that they cause, have
   * ended. Ticks run one after another.
   * @param untilMs time to move to, in milliseconds since the Unix epoch
   * @param maxRealMs real time after which it stops once the current minute is done
   * @returns the executions that have ended meanwhile
   */
  tick(untilMs: number, maxRealMs: number): Promise<readonly Execution[]> {
    const turn = this.#ticks.then(() => this.#advance(untilMs, maxRealMs));
    this.#ticks = turn.catch(() => {});
    return turn;
  }

  async #advance(untilMs: number, maxRealMs: number): Promise<readonly Execution[]> {
    const { clock, store, era } = this.#kernel;
    const background = backgroundOf(this.#kernel);
    const startedAt = performance.now();
    const isReset = () => this.#kernel.era !== era;
    const executions: Execution[] = [];
    background.ended = executions;
    this.#isTicking = true;
    this.#catchUp();
    try {
      await background.queue.settled();
      for (let due = this.#due(untilMs); due.length > 0 && !isReset(); due = this.#due(untilMs)) {
        const [{ dueMs }] = due as [Scheduled, ...Scheduled[]];
        clock.moveTo(dueMs);
        store.commit();
        this.#doneUntilMs = dueMs;
        this.#order(due.filter((each) => each.dueMs === dueMs));
        await background.queue.settled();
        if (performance.now() - startedAt > maxRealMs) return executions;
      }
      if (isReset()) return executions;
      clock.moveTo(untilMs);
      store.commit();
      this.#doneUntilMs = Math.max(this.#doneUntilMs, untilMs);
      return executions;
    } finally {
      background.ended = undefined;
      this.#isTicking = false;
      this.#waitForMinute();
    }
  }

  #waitForMinute(): void {
    const { clock, functions } = this.#kernel;
    if (clock.mode === 'manual' || !functions) return;
    const turn = ++this.#turn;
    this.#kernel.schedule(minuteMs - (clock.now() % minuteMs), () => {
      if (turn !== this.#turn || this.#isTicking) return;
      this.#catchUp();
      this.#waitForMinute();
    });
  }

  /** Runs a function once, however many of its minutes have passed, for example while the machine was asleep. */
  #catchUp(): void {
    const now = this.#kernel.now();
    const due = this.#due(now);
    this.#doneUntilMs = now;
    this.#order(due);
  }

  #order(due: readonly Scheduled[]): void {
    const request = {
      method: 'POST',
      target: '/',
      headers: scheduleHeaders(serverDomain),
      body: Buffer.alloc(0),
    };
    for (const { projectId, functionId } of due)
      orderRun(this.#kernel, { projectId, functionId, trigger: 'schedule', request, userId: '' });
  }

  /** Returns the functions that are due up to a time, the earliest first. */
  #due(untilMs: number): Scheduled[] {
    return this.#scheduled()
      .filter(({ dueMs }) => dueMs <= untilMs)
      .sort((one, other) => one.dueMs - other.dueMs);
  }

  #scheduled(): Scheduled[] {
    const { store, functions } = this.#kernel;
    if (!functions) return [];
    return projects(store)
      .all()
      .flatMap(({ $id: projectId }) =>
        functionsOf({ store: store.scope(projectId) })
          .filter(({ schedule, deployment }) => schedule !== '' && deployment !== '')
          .flatMap(({ $id: functionId, schedule, $updatedAt }) => {
            // A change of the function restarts its schedule.
            const sinceMs = Math.max(this.#doneUntilMs, Date.parse($updatedAt));
            const cron = parseCron(schedule);
            const dueMs = cron && nextRun(cron, sinceMs);
            return dueMs === undefined ? [] : [{ projectId, functionId, dueMs }];
          }),
      );
  }
}

const schedulers = new WeakMap<Kernel, Scheduler>();

export function schedulerOf(kernel: Kernel): Scheduler {
  let known = schedulers.get(kernel);
  if (!known) {
    known = new Scheduler(kernel);
    schedulers.set(kernel, known);
  }
  return known;
}
