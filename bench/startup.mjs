// The budgets of a start: whole processes against `node -e 0`, and compared with the official CLI if it can be installed. Each
// with and without NODE_EXTRA_CA_CERTS, for which Node reads a bundle of certificates before it runs anything, and with and
// without the code that an earlier run has compiled.
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installOfficial } from '../scripts/official-cli.mjs';
import { floor, launcher, peakMemory, time } from './measure.mjs';

const ours = (...argv) => ({ name: `appwrite-cli ${argv.join(' ')}`, argv: [launcher, ...argv] });

/** Commands, and the maximum ratio of each to the floor. The last is what a shell runs for TAB; its answer is cached. */
const budgets = [
  [ours('--version'), 1.1],
  [ours('--help'), 1.4],
  [ours('databases', 'list', '--help'), 1.4],
  [ours('databases', 'list'), 2.0],
  [ours('__complete', 'database-id', '=', 'databases', 'get'), 1.4],
];
const memoryBudget = 1.3;

const official = ['6.2.3', '12.0.1'];

/** Bundles of certificates of this machine; the first that exists is used. */
const bundles = [
  process.env.NODE_EXTRA_CA_CERTS,
  '/etc/ssl/certs/ca-certificates.crt',
  '/etc/pki/tls/certs/ca-bundle.crt',
  '/etc/ssl/cert.pem',
];

/**
 * @param report takes the lines of the result
 * @param runs number of runs of each command
 * @returns the budgets that are not met
 */
export async function startup(report, runs) {
  const folder = mkdtempSync(join(tmpdir(), 'appwrite-cli-bench-'));
  try {
    const others = official.flatMap((version) => commandsOf(version, folder));
    report('## Start');
    const missed = await situation('without NODE_EXTRA_CA_CERTS', '', { report, runs, folder, others });
    const bundle = bundles.find((path) => path && existsSync(path));
    if (bundle) await situation(`NODE_EXTRA_CA_CERTS=${bundle}`, bundle, { report, runs, folder, others });
    return missed;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Measures with one value of the variable. @returns the budgets that are not met */
async function situation(title, certificates, { report, runs, folder, others }) {
  const home = join(folder, 'home');
  mkdirSync(home, { recursive: true });
  const base = { NODE_EXTRA_CA_CERTS: certificates, CI: '', NODE_DISABLE_COMPILE_CACHE: '' };
  const inBase = (command) => ({ ...command, env: { ...base, ...command.env } });
  const warm = budgets.map(([command]) => inBase({ ...command, env: { HOME: home, XDG_CACHE_HOME: '' } }));
  const first = warm.map((command) => ({
    ...command,
    name: `first ${command.name}`,
    env: { ...command.env, NODE_DISABLE_COMPILE_CACHE: '1' },
  }));
  const commands = [floor, ...others].map(inBase);
  // The first of all runs is not counted, and leaves the code of the next ones.
  const times = time([...commands, ...warm, ...first], runs);
  const floorTime = times.get(floor.name);
  const ratio = (name) => (times.get(name) / floorTime).toFixed(2);

  report(
    `\n### ${title}\n\nThe floor, \`${floor.name}\`, takes ${floorTime.toFixed(1)} ms here (median of ${runs} interleaved runs).\n`,
  );
  report('| command | × floor | without compiled code | budget |\n| --- | --- | --- | --- |');
  for (const [{ name }, budget] of budgets)
    report(`| \`${name}\` | ${ratio(name)} | ${ratio(`first ${name}`)} | ${budget} |`);
  for (const { name } of others) report(`| \`${name}\` | ${ratio(name)} | | |`);

  const list = warm[3];
  const memory = (await peakMemory(list)) / (await peakMemory(commands[0]));
  report(`\nPeak memory of \`${list.name}\`: ${memory.toFixed(2)} × floor, budget ${memoryBudget}.\n`);
  const missed = budgets.filter(([{ name }, budget]) => times.get(name) / floorTime > budget);
  return [...missed.map(([{ name }]) => name), ...(memory > memoryBudget ? [`memory of ${list.name}`] : [])];
}

/** Commands of a version of the official CLI; none if it can't be installed. */
function commandsOf(version, folder) {
  const home = join(folder, version);
  const { program } = installOfficial(version, home);
  if (!program) return [];
  const command = (...argv) => ({
    name: `appwrite-cli@${version} ${argv.join(' ')}`,
    argv: [program, ...argv],
    env: { HOME: home },
  });
  return [command('--version'), command('databases', '--help')];
}
