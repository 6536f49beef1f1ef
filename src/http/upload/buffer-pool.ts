/**
 * Runs a limited number of tasks at a time, each with a buffer; further tasks queue. Buffers are reused: with a new one
 * for each chunk of a large file, memory would grow until the garbage collector runs.
 */
export class BufferPool {
  #free: number;
  readonly #queue: (() => void)[] = [];
  readonly #idleBuffers: Buffer[] = [];

  /** @param maxTasks maximum number of tasks at a time */
  constructor(maxTasks: number) {
    this.#free = maxTasks;
  }

  /**
   * Runs a task as soon as a place is free.
   * @param bytes size of its buffer, whose content is arbitrary
   */
  async run<Value>(bytes: number, task: (buffer: Buffer) => Promise<Value>): Promise<Value> {
    if (this.#free > 0) this.#free--;
    else await new Promise<void>((resolve) => this.#queue.push(resolve));
    try {
      const idle = this.#idleBuffers.pop();
      const buffer = idle && idle.length >= bytes ? idle : Buffer.allocUnsafeSlow(bytes);
      const value = await task(buffer.subarray(0, bytes));
      // Not after a failure: a socket might still read from the buffer.
      this.#idleBuffers.push(buffer);
      return value;
    } finally {
      const next = this.#queue.shift();
      if (next === undefined) this.#free++;
      else next();
    }
  }

  /** Drops the buffers that no task uses, to free their memory. Later tasks get new ones. */
  release(): void {
    this.#idleBuffers.length = 0;
  }
}
