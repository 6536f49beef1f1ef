import { ExitCode } from '../../errors.ts';
import { signalsToIgnore } from './ignored-signals.ts';

const names = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** The signals that stop a command, as far as they are not to be ignored. */
export interface StopSignals {
  /** Aborted by the first of them; the message of its reason is the name of the signal. */
  readonly signal: AbortSignal;
  /**
   * Runs work with the default action of the signals, which ends the process at once.
   * @throws the reason of `signal` if that is aborted
   */
  withoutHandlers<Value>(work: () => Value | Promise<Value>): Promise<Value>;
}

/**
 * Handles the signals. The first Ctrl-C lets the command clean up; the second ends the process at once. A different
 * signal does not count as a second request to stop: `sandbox run` forwards signals that the terminal has already sent to
 * its child.
 */
export function handleStopSignals(env: Readonly<Record<string, string | undefined>>): StopSignals {
  // Made when it is needed first, since loading its class takes time.
  let controller: AbortController | undefined;
  const made = () => {
    controller ??= new AbortController();
    return controller;
  };
  const seen = new Set<NodeJS.Signals>();
  const ignored = signalsToIgnore(names, env);
  // Node has reset ignored signals to their default action, so that they need a handler too.
  for (const name of ignored) process.on(name, () => {});

  const stop = (name: NodeJS.Signals) => {
    // Closing a terminal sends SIGHUP twice: from the shell and from the kernel.
    if (seen.has(name) && name !== 'SIGHUP') {
      // `exit` waits for pending DNS lookups. With the handlers removed, a third Ctrl-C kills the process.
      process.removeAllListeners(name);
      process.exit(ExitCode.interrupted);
    }
    seen.add(name);
    made().abort(new DOMException(name, 'AbortError'));
  };
  const handled = names.filter((name) => !ignored.has(name));
  const install = () => handled.forEach((name) => void process.on(name, stop));
  install();
  return {
    get signal() {
      return made().signal;
    },
    async withoutHandlers(work) {
      await pollOnce();
      made().signal.throwIfAborted();
      for (const name of handled) process.removeListener(name, stop);
      try {
        return await work();
      } finally {
        install();
      }
    },
  };
}

/** Lets a signal that has already arrived be handled: it would be lost with its handler. */
async function pollOnce(): Promise<void> {
  // The first may run without a poll for events before it.
  await new Promise(setImmediate);
  await new Promise(setImmediate);
}
