// Measures whole processes in turn, so that a change of the machine's speed affects all of them alike.
import { spawn, spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export const launcher = fileURLToPath(new URL('../bin/appwrite-cli.js', import.meta.url));

/** Base of every ratio: Node without a program. */
export const floor = { name: 'node -e 0', argv: ['-e', '0'] };

/**
 * Times commands, A B C A B C …
 * @param commands `{ name, argv, env, program }`, argv without the path of the program, which is Node if none is named
 * @param runs number of runs of each
 * @returns the median time of each name, in ms
 */
export function time(commands, runs) {
  const times = new Map(commands.map(({ name }) => [name, []]));
  for (let run = -1; run < runs; run++) {
    for (const { name, argv, env, program = process.execPath } of commands) {
      const began = process.hrtime.bigint();
      const { status } = spawnSync(program, argv, {
        env: { ...process.env, ...env },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      if (status !== 0) throw new Error(`${name} ended with exit ${status}`);
      if (run >= 0) times.get(name).push(Number(process.hrtime.bigint() - began) / 1e6);
    }
  }
  return new Map([...times].map(([name, values]) => [name, median(values)]));
}

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

const reporter = `data:text/javascript,${encodeURIComponent(
  "import { writeSync } from 'node:fs'; process.on('exit', () => writeSync(3, String(process.resourceUsage().maxRSS)));",
)}`;

/** Peak memory of a process in KiB: the median of several runs. */
export async function peakMemory({ name, argv, env }, runs = 5) {
  const peaks = [];
  for (let run = 0; run < runs; run++) {
    peaks.push(
      await new Promise((resolve, reject) => {
        const child = spawn(process.execPath, ['--import', reporter, ...argv], {
          env: { ...process.env, ...env },
          stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
        });
        let text = '';
        child.stdio[3].on('data', (chunk) => {
          text += chunk;
        });
        child.once('close', (code) =>
          code === 0 ? resolve(Number(text)) : reject(new Error(`${name}: exit ${code}`)),
        );
      }),
    );
  }
  return median(peaks);
}
