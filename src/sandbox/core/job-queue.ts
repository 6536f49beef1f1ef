/** Runs jobs one after another, after the requests that ordered them have been answered. */
export class JobQueue {
  #jobs: (() => Promise<void>)[] = [];
  #work: Promise<void> | undefined;
  readonly #report: (error: unknown) => void;

  /** @param report receives the errors of jobs, which no request waits for */
  constructor(report: (error: unknown) => void) {
    this.#report = report;
  }

  add(job: () => Promise<void>): void {
    this.#jobs.push(job);
    this.#work ??= this.#workOff(this.#jobs);
  }

  /** Resolves when all jobs are done, and those that they have added. */
  async settled(): Promise<void> {
    while (this.#work) await this.#work;
  }

  /** Drops the jobs that wait, and stops waiting for the one that is being done: it may never end. */
  abandon(): void {
    this.#jobs.length = 0;
    this.#jobs = [];
    this.#work = undefined;
  }

  async #workOff(jobs: (() => Promise<void>)[]): Promise<void> {
    // The request that has added the first job is answered before.
    await Promise.resolve();
    for (let job = jobs.shift(); job; job = jobs.shift()) {
      try {
        await job();
      } catch (error) {
        this.#report(error);
      }
    }
    if (jobs === this.#jobs) this.#work = undefined;
  }
}
