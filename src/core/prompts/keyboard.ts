import { PassThrough } from 'node:stream';
import type { Context } from '../../context.ts';

const ctrlC = 0x03;
const ctrlZ = 0x1a;

/** Output that is shown while no question is open. */
export interface Waiting {
  pause(): void;
  resume(): void;
}

/** The library's input: the keys for one question. */
class Keys extends PassThrough {
  readonly isTTY = true;
  readonly setRawMode: (on: boolean) => this;

  constructor(setRawMode: (on: boolean) => void) {
    super();
    this.setRawMode = (on) => {
      setRawMode(on);
      return this;
    };
  }
}

/** A question on the screen. */
interface OpenQuestion {
  readonly keys: Keys;
  /** Takes the question from the screen, to be asked again. */
  readonly interruption: AbortController;
}

/**
 * The keys of the terminal. They go to the open question; between questions, while the terminal is held, they are
 * neither echoed nor kept for the next one. Since the terminal is in raw mode then, Ctrl-C and Ctrl-Z are keys too, and
 * have the effect that they have elsewhere.
 */
export class Keyboard {
  readonly #stdin: Context['stdin'];
  readonly #signals: Context['terminalSignals'];
  #open: OpenQuestion | undefined;
  #held: Waiting | undefined;
  #stopWatching: (() => void) | undefined;

  constructor({ stdin, terminalSignals }: Pick<Context, 'stdin' | 'terminalSignals'>) {
    this.#stdin = stdin;
    this.#signals = terminalSignals;
  }

  /** Holds the terminal between questions until `release`. */
  hold(waiting: Waiting): void {
    this.#held = waiting;
    this.#listen();
  }

  release(): void {
    this.#held = undefined;
    this.#ignore();
  }

  /**
   * Passes keys to a question until it is answered. After Ctrl-Z, and whenever the process was stopped otherwise, the
   * question is asked again.
   * @param show asks it; the signal is aborted if there will be no more keys
   */
  async ask<Answer>(show: (keys: Keys, signal: AbortSignal) => Promise<Answer>): Promise<Answer> {
    for (;;) {
      const interruption = new AbortController();
      const leaving = new AbortController();
      const keys = new Keys((on) => this.#setRawMode(on || this.#held !== undefined));
      // The library stops reading on Ctrl-D and on a closed terminal, and then waits for ever.
      keys.once('pause', () => leaving.abort());
      this.#open = { keys, interruption };
      this.#listen();
      try {
        return await show(keys, AbortSignal.any([leaving.signal, interruption.signal]));
      } catch (error) {
        if (!interruption.signal.aborted) throw error;
      } finally {
        this.#open = undefined;
        if (!this.#held) this.#ignore();
      }
      if (interruption.signal.reason === ctrlZ) await this.#suspend();
    }
  }

  #listen(): void {
    if (this.#held) this.#setRawMode(true);
    if (this.#stopWatching) return;
    const unwatch = this.#signals?.onContinue(this.#continued);
    this.#stdin.on('data', this.#receive).once('end', this.#end).once('error', this.#end).resume();
    this.#stopWatching = () => {
      unwatch?.();
      this.#stdin.off('data', this.#receive).off('end', this.#end).off('error', this.#end).pause();
      this.#setRawMode(false);
    };
  }

  #ignore(): void {
    this.#stopWatching?.();
    this.#stopWatching = undefined;
  }

  readonly #receive = (chunk: Buffer): void => {
    const stops = this.#signals !== undefined && chunk.includes(ctrlZ);
    if (this.#open) {
      if (stops) this.#open.interruption.abort(ctrlZ);
      else this.#open.keys.write(chunk);
    } else if (chunk.includes(ctrlC)) this.#signals?.interrupt();
    else if (stops) void this.#suspendWaiting();
  };

  readonly #end = (): void => void this.#open?.keys.end();

  /** The shell has set the terminal's mode in the meantime, and has written to the screen. */
  readonly #continued = (): void => {
    this.#setRawMode(false);
    if (this.#open) this.#open.interruption.abort();
    else this.#setRawMode(true);
  };

  async #suspend(): Promise<void> {
    this.#ignore();
    await this.#signals?.suspend();
    if (this.#held) this.#listen();
  }

  async #suspendWaiting(): Promise<void> {
    const waiting = this.#held;
    waiting?.pause();
    await this.#suspend();
    // The work may have ended, or come to a question.
    if (waiting === this.#held && !this.#open) waiting?.resume();
  }

  #setRawMode(on: boolean): void {
    this.#stdin.setRawMode?.(on);
  }
}
