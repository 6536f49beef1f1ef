import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Loaded into a program: writes its peak memory, in KiB, to a file when it ends. On Linux `maxRSS` includes the process
 * that started the program, so VmHWM is preferred.
 */
const hook = `process.once('exit', () => {
  const fs = require('node:fs');
  const status = fs.existsSync('/proc/self/status') ? fs.readFileSync('/proc/self/status', 'utf8') : '';
  const [, peak] = /^VmHWM:\\s+(\\d+) kB$/m.exec(status) ?? [];
  fs.writeFileSync(process.env.PEAK_MEMORY, peak ?? String(process.resourceUsage().maxRSS));
});`;

/**
 * Measures a run of the program.
 * @param run starts it with these variables
 * @returns its peak memory in KiB
 */
export async function peakMemory(run: (env: Record<string, string>) => Promise<unknown>): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'peak-memory-'));
  try {
    const [script, peak] = [join(folder, 'hook.cjs'), join(folder, 'peak')];
    writeFileSync(script, hook);
    await run({ NODE_OPTIONS: `--require ${script}`, PEAK_MEMORY: peak });
    return Number(readFileSync(peak, 'utf8'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
