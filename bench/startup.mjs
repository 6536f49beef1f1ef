// The budgets of a start: whole processes against `node -e 0`, and compared with the official CLI if it can be installed.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { installOfficial } from '../scripts/official-cli.mjs';
import { floor, launcher, peakMemory, time } from './measure.mjs';

const ours = (...argv) => ({ name: `appwrite-cli ${argv.join(' ')}`, argv: [launcher, ...argv] });

/** Commands, and the maximum ratio of each to the floor. */
const budgets = [
  [ours('--version'), 1.1],
  [ours('--help'), 1.4],
  [ours('databases', 'list', '--help'), 1.4],
  [ours('databases', 'list'), 2.0],
];
const memoryBudget = 1.3;

const official = ['6.2.3', '12.0.1'];

/**
 * @param report takes the lines of the result
 * @param runs number of runs of each command
 * @returns the budgets that are not met
 */
export async function startup(report, runs) {
  const folder = mkdtempSync(join(tmpdir(), 'appwrite-cli-bench-'));
  try {
    const others = official.flatMap((version) => commandsOf(version, folder));
    const commands = [floor, ...budgets.map(([command]) => command), ...others];
    const times = time(commands, runs);
    const floorTime = times.get(floor.name);
    const ratio = ({ name }) => times.get(name) / floorTime;
    report(
      `## Start\n\nThe floor, \`${floor.name}\`, takes ${floorTime.toFixed(1)} ms here (median of ${runs} interleaved runs).\n`,
    );
    report('| command | × floor | budget |\n| --- | --- | --- |');
    for (const [command, budget] of budgets)
      report(`| \`${command.name}\` | ${ratio(command).toFixed(2)} | ${budget} |`);
    for (const command of others) report(`| \`${command.name}\` | ${ratio(command).toFixed(2)} | |`);

    const list = budgets.at(-1)[0];
    const memory = (await peakMemory(list)) / (await peakMemory(floor));
    report(`\nPeak memory of \`${list.name}\`: ${memory.toFixed(2)} × floor, budget ${memoryBudget}.\n`);
    const missed = budgets.filter(([command, budget]) => ratio(command) > budget).map(([{ name }]) => name);
    return memory > memoryBudget ? [...missed, `memory of ${list.name}`] : missed;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
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
