import { describe, expect, it, vi } from 'vitest';
import { ReplaceableFunction, type ReplaceableOptions } from '../../../src/functions/local/replaceable.ts';
import {
  type FunctionAnswer,
  FunctionEnded,
  type FunctionProcess,
  type FunctionRequest,
  type ProcessEnd,
} from '../../../src/functions/runtime/types.ts';

const request: FunctionRequest = { method: 'GET', target: '/', headers: {}, body: Buffer.alloc(0) };
const killed: ProcessEnd = { code: null, signal: 'SIGKILL', lastLines: ['last words'] };

/** A process without a process, whose calls end when the test says so. */
class FakeProcess implements FunctionProcess {
  readonly ended: Promise<ProcessEnd>;
  readonly waiting: ((answer: FunctionAnswer) => void)[] = [];
  stoppedWith: number | undefined;
  end!: (end: ProcessEnd) => void;
  readonly #name: string;
  #onIdle: () => void = () => {};

  constructor(name: string) {
    this.#name = name;
    this.ended = new Promise((resolve) => {
      this.end = resolve;
    });
  }

  call(): Promise<FunctionAnswer> {
    return new Promise((resolve, reject) => {
      this.waiting.push(resolve);
      void this.ended.then((end) => reject(new FunctionEnded('ended', end)));
    });
  }

  answerAll(): void {
    const body = Buffer.from(this.#name);
    for (const answer of this.waiting.splice(0))
      answer({ status: 200, headers: {}, body, logs: '', errors: '', durationMs: 1 });
    this.#onIdle();
  }

  async stop(graceMs = 0): Promise<void> {
    this.stoppedWith = graceMs;
    if (this.waiting.length > 0 && graceMs > 0)
      await new Promise<void>((resolve) => {
        this.#onIdle = resolve;
      });
    this.end({ code: 0, signal: null, lastLines: [] });
  }
}

function setUp(options: Partial<ReplaceableOptions> = {}) {
  const processes: FakeProcess[] = [];
  const ends: ProcessEnd[] = [];
  const host = new ReplaceableFunction({
    start: async () => {
      processes.push(new FakeProcess(`process ${processes.length + 1}`));
      return processes.at(-1)!;
    },
    timeoutSeconds: 15,
    overlaps: true,
    onEnd: (end) => ends.push(end),
    ...options,
  });
  return { host, processes, ends };
}

const textOf = async (answer: Promise<FunctionAnswer>) => (await answer).body.toString();

describe('ReplaceableFunction', () => {
  it('story 14: ends a request by the old code, and answers the next by the new', async () => {
    const { host, processes } = setUp();
    await host.replace();
    const old = host.call(request);
    await host.replace();
    const next = host.call(request);
    processes[1]!.answerAll();
    expect(await textOf(next)).toBe('process 2');
    processes[0]!.answerAll();
    expect(await textOf(old)).toBe('process 1');
    expect(processes.map(({ stoppedWith }) => stoppedWith)).toEqual([15_000, undefined]);
  });

  it('ends the old process before the new one starts if they can not overlap', async () => {
    const { host, processes } = setUp({ overlaps: false });
    await host.replace();
    const old = host.call(request);
    const replaced = host.replace();
    const next = host.call(request);
    expect(processes).toHaveLength(1);
    processes[0]!.answerAll();
    expect(await textOf(old)).toBe('process 1');
    await replaced;
    await vi.waitFor(() => expect(processes[1]?.waiting).toHaveLength(1));
    processes[1]!.answerAll();
    expect(await textOf(next)).toBe('process 2');
    expect(processes).toHaveLength(2);
  });

  it('starts a process that has ended again for the next call, and reports its end', async () => {
    const { host, processes, ends } = setUp();
    await host.replace();
    const lost = host.call(request);
    processes[0]!.end(killed);
    expect(await lost).toMatchObject({ status: 500, errors: 'ended\nlast words' });
    expect(ends).toEqual([killed]);
    const next = host.call(request);
    await vi.waitFor(() => expect(processes[1]?.waiting).toHaveLength(1));
    processes[1]!.answerAll();
    expect(await textOf(next)).toBe('process 2');
  });

  it('answers 500 if the process can not start, and tries again for the next call', async () => {
    let tries = 0;
    const { host } = setUp({
      start: async () => {
        tries++;
        throw new FunctionEnded('it does not start', killed);
      },
    });
    await expect(host.replace()).rejects.toThrow('it does not start');
    expect(await host.call(request)).toMatchObject({ status: 500, errors: 'it does not start\nlast words' });
    expect(tries).toBe(2);
  });

  it('stops all processes, also those that end their last calls, and starts no other', async () => {
    const { host, processes, ends } = setUp();
    await host.replace();
    void host.call(request).catch(() => {});
    await host.replace();
    const stopping = host.stop();
    processes[0]!.answerAll();
    await stopping;
    expect(processes.map(({ stoppedWith }) => stoppedWith)).toEqual([15_000, 0]);
    expect(await host.call(request)).toMatchObject({ status: 500, errors: 'the function is being stopped' });
    expect(ends).toEqual([]);
  });
});
