// `npm run bench`: measures and writes results.md. `npm run bench -- startup` measures one part. Exit 1 if a budget
// is not met.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { launcher } from './measure.mjs';

const parts = {
  startup: async (report) => (await import('./startup.mjs')).startup(report, 25),
  standalone: async (report) => (await import('./standalone.mjs')).standalone(report, 25),
  inner: async (report) => (await import('./inner.mjs')).inner(report),
  batch: async (report) => (await import('./batch.mjs')).batch(report),
  bulk: async (report) => (await import('./bulk.mjs')).bulk(report),
  project: async (report) => (await import('./project.mjs')).project(report),
  functions: async (report) => (await import('./functions.mjs')).functions(report),
  transfer: async (report) => (await import('./transfer.mjs')).transfer(report),
};

async function measure(names) {
  const lines = [];
  const missed = [];
  const report = (line) => {
    lines.push(line);
    console.log(line);
  };
  report(
    `# Measured\n\n${machine()}\n\nTimes are ratios within one run; \`npm run bench\` makes this page.\n`,
  );
  for (const name of names) missed.push(...(await parts[name](report)));
  report(missed.length === 0 ? '\nEvery budget is met.' : `\nBudgets not met: ${missed.join(', ')}.`);
  if (names.length === Object.keys(parts).length) {
    writeFileSync(new URL('results.md', import.meta.url), `${lines.join('\n')}\n`);
  }
  process.exitCode = missed.length === 0 ? 0 : 1;
}

function machine() {
  const [{ model }] = cpus();
  const memory = Math.round(totalmem() / 2 ** 30);
  return `Node ${process.versions.node} on ${process.platform} ${process.arch}, ${cpus().length} × ${model.trim()}, ${memory} GiB.`;
}

/** The parts run inside a seeded sandbox, whose address the commands find in their environment. */
function inSandbox() {
  const home = mkdtempSync(join(tmpdir(), 'appwrite-cli-bench-'));
  // Node reads these certificates at every start, which raises the floor itself. Parts that measure this set it themselves.
  const { NODE_EXTRA_CA_CERTS: _, ...env } = process.env;
  const argv = [
    launcher,
    'sandbox',
    'run',
    '--seed',
    '--',
    process.execPath,
    fileURLToPath(import.meta.url),
    'inside',
  ];
  try {
    const { status } = spawnSync(process.execPath, [...argv, ...process.argv.slice(2)], {
      stdio: 'inherit',
      env: { ...env, HOME: home },
    });
    process.exitCode = status ?? 1;
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

if (process.argv[2] !== 'inside') inSandbox();
else {
  const asked = process.argv.slice(3);
  const unknown = asked.find((name) => !(name in parts));
  if (unknown) throw new Error(`no part "${unknown}": ${Object.keys(parts).join(', ')}`);
  await measure(asked.length > 0 ? asked : Object.keys(parts));
}
