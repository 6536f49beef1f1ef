/**
 * Lets so many at once do their work, each with a buffer of its own; the others wait in line. The buffers are used again
 * and again: memory that is allocated anew for each piece of a large file would pile up until it is collected.
 */
export class BufferPool {
  #free: number;
  readonly #line: (() => void)[] = [];
  readonly #spare: Buffer[] = [];

  constructor(count: number) {
    this.#free = count;
  }

  /**
   * Waits for its turn, then works.
   * @param size of the buffer, in bytes; what is in it at first means nothing
   */
  async run<Value>(size: number, work: (buffer: Buffer) => Promise<Value>): Promise<Value> {
    if (this.#free > 0) this.#free--;
    else await new Promise<void>((resolve) => this.#line.push(resolve));
    try {
      const spare = this.#spare.pop();
      const buffer = spare && spare.length >= size ? spare : Buffer.allocUnsafeSlow(size);
      const value = await work(buffer.subarray(0, size));
      // After a failure a socket might still read from it.
      this.#spare.push(buffer);
      return value;
    } finally {
      const next = this.#line.shift();
      if (next === undefined) this.#free++;
      else next();
    }
  }
}
