import { type ChildProcess, execFile, type SpawnOptions, spawn } from 'node:child_process';
import { guardGroup } from './group-guard.ts';
import type { ProcessEnd } from './types.ts';

/** Time for a process to end by itself when it is asked to, before it is killed. */
const maxEndMs = 500;

export interface GroupEnd extends Omit<ProcessEnd, 'lastLines'> {
  /** Reason why the process did not even start. */
  readonly error?: Error;
}

/** A process with all that it starts. They end together. */
export class ProcessGroup {
  readonly child: ChildProcess;
  /** Resolves when the process has ended and its output is read; never rejects. */
  readonly ended: Promise<GroupEnd>;
  readonly #platform: NodeJS.Platform;

  /**
   * Starts a program in a process group of its own, which ends with this process even if that is killed.
   * @param options `env` is the whole environment
   */
  constructor(
    command: string,
    args: readonly string[],
    { platform, ...options }: SpawnOptions & { platform: NodeJS.Platform },
  ) {
    this.#platform = platform;
    // A group of its own also keeps Ctrl-C in the terminal from ending it before this process decides.
    this.child = spawn(command, args, { ...options, detached: platform !== 'win32', windowsHide: true });
    const { pid } = this.child;
    const release = pid === undefined ? () => {} : guardGroup(pid, platform);
    this.ended = new Promise((resolve) => {
      this.child.on('error', (error) => {
        if (pid === undefined) resolve({ code: null, signal: null, error });
      });
      this.child.once('exit', () => {
        // Processes that it started would keep its output open, and outlive it.
        this.kill('SIGKILL');
        release();
      });
      this.child.once('close', (code, signal) => resolve({ code, signal }));
    });
  }

  /** Sends a signal to all processes of the group; on Windows it ends them. */
  kill(signal: 'SIGTERM' | 'SIGKILL'): void {
    const { pid } = this.child;
    if (pid === undefined) return;
    if (this.#platform === 'win32') {
      execFile('taskkill', ['/pid', String(pid), '/T', '/F'], () => {});
      return;
    }
    try {
      process.kill(-pid, signal);
    } catch {
      // No process of the group is left.
    }
  }

  /**
   * Waits until the process has ended. If the signal is aborted before, the group is killed.
   * @throws the reason of the signal
   */
  async endedUnless(signal: AbortSignal | undefined): Promise<GroupEnd> {
    const kill = () => this.kill('SIGKILL');
    signal?.addEventListener('abort', kill, { once: true });
    const end = await this.ended;
    signal?.removeEventListener('abort', kill);
    signal?.throwIfAborted();
    return end;
  }

  /** Asks all processes of the group to end, and kills those that do not. Resolves when they have ended. */
  async end(): Promise<void> {
    this.kill('SIGTERM');
    const timer = setTimeout(() => this.kill('SIGKILL'), maxEndMs);
    await this.ended;
    clearTimeout(timer);
  }
}
