import type { TerminalSignals } from '../../context.ts';

/** Maximum time until a process that a signal can stop is stopped. */
const maxStopMs = 200;

/** The shell waits for all processes that the terminal sends its signals to. */
const processGroup = 0;

/** Windows has no job control, and there a process can't send itself a signal that it handles. */
const isWindows = process.platform === 'win32';

export const terminalSignals: TerminalSignals = {
  interrupt() {
    if (isWindows) process.emit('SIGINT');
    else process.kill(process.pid, 'SIGINT');
  },
  suspend() {
    if (isWindows) return Promise.resolve();
    return new Promise((resolve) => {
      const done = () => {
        clearTimeout(timer);
        process.off('SIGCONT', done);
        resolve();
      };
      // Without a shell that could continue it, the kernel does not stop a process.
      const timer = setTimeout(done, maxStopMs);
      process.once('SIGCONT', done);
      process.kill(processGroup, 'SIGTSTP');
    });
  },
  onContinue(listener) {
    process.on('SIGCONT', listener);
    return () => process.off('SIGCONT', listener);
  },
};
