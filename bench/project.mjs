// Commands about a project file with 500 collections of 20 attributes: peak memory.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { launcher, peakMemory } from './measure.mjs';

const collections = 500;
const attributes = 20;

/** Maximum difference in peak memory to `--version`, in KiB, of reading and checking the file. */
const budgets = [['check', 64 * 1024]];

/**
 * @param report takes the lines of the result
 * @returns the budgets that are not met
 */
export async function project(report) {
  const folder = mkdtempSync(join(tmpdir(), 'appwrite-cli-bench-'));
  try {
    const file = join(folder, 'appwrite.json');
    writeFileSync(file, JSON.stringify(largeProject(), null, 4));
    const least = await peakMemory({ name: '--version', argv: [launcher, '--version'] }, 3);
    report(
      `## A large project file\n\n${collections} collections with ${collections * attributes} attributes, in MiB more than \`--version\`.\n`,
    );
    report('| command | peak memory | budget |\n| --- | --- | --- |');
    const missed = [];
    for (const [name, budget] of budgets) {
      const command = { name, argv: [launcher, name, '--config', file] };
      const more = (await peakMemory(command, 3)) - least;
      report(`| \`${name}\` | ${inMiB(more)} | ${inMiB(budget)} |`);
      if (more > budget) missed.push(`memory of ${name}`);
    }
    return missed;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const inMiB = (kib) => (kib / 1024).toFixed(0);

function largeProject() {
  return {
    databases: [{ $id: 'large', name: 'Large', enabled: true }],
    collections: Array.from({ length: collections }, (_, at) => ({
      $id: `collection_${at}`,
      $permissions: ['read("any")', 'create("users")'],
      databaseId: 'large',
      name: `Collection ${at}`,
      enabled: true,
      documentSecurity: false,
      attributes: Array.from({ length: attributes }, (_, index) => attribute(index)),
      indexes: [{ key: 'by_text', type: 'key', attributes: ['a0'], orders: ['ASC'] }],
    })),
  };
}

const types = [
  { type: 'string', size: 100, default: null },
  { type: 'integer', min: 0, max: 1000, default: 1 },
  { type: 'boolean', default: true },
  { type: 'string', format: 'enum', elements: ['a', 'b', 'c'], default: null },
  { type: 'datetime', format: '', default: null },
];

const attribute = (index) => ({
  key: `a${index}`,
  required: false,
  array: false,
  ...types[index % types.length],
});
