import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  type Garden,
  growGarden,
  installForTests,
  type OfficialVersion,
  officialVersions,
  pullLines,
} from './kit.ts';

const installed = installForTests(officialVersions);

/** Runs a line of the official CLI, which says of some failures only in red that it has failed. */
async function official(garden: Garden, program: string, line: string): Promise<string> {
  const { code, stdout, stderr } = await garden.official(program, line);
  expect(code, stdout + stderr).toBe(0);
  expect(stderr).not.toContain('✗');
  return stdout;
}

async function pullWith(garden: Garden, program: string, version: OfficialVersion): Promise<void> {
  garden.begin(version);
  for (const line of pullLines[version]) await official(garden, program, line);
}

/** Everything in the databases, as the server tells it. */
async function schema({ request }: Garden): Promise<unknown> {
  const databases = ['main', 'archive'].map((id) => request('GET', `/databases/${id}/collections`));
  return (await Promise.all(databases)).map(({ text }) => text.replaceAll(/"\$updatedAt":"[^"]*"/g, ''));
}

describe.each(officialVersions)('the official CLI %s', (version) => {
  const { program = '', missing } = installed[version];
  const name = (title: string) => (missing === undefined ? title : `${title} [skipped: ${missing}]`);
  const online = it.skipIf(missing !== undefined);

  online(name('writes a file that plans to nothing (story 1)'), async () => {
    const garden = await growGarden();
    await pullWith(garden, program, version);
    const text = garden.readFile(version);
    expect(text).toContain('"plants"');
    const { code, stdout, stderr } = await garden.run(['plan', '--exit-code']);
    expect(code, stdout + stderr).toBe(0);
    expect(garden.readFile(version)).toBe(text);
  });

  it.skipIf(missing !== undefined || version === '5.0.5')(
    name('takes a file of ours as it takes its own (story 8)'),
    async () => {
      const garden = await growGarden();
      const before = await schema(garden);
      garden.begin(version);
      const pulled = await garden.run(['pull', '--yes']);
      expect(pulled).toMatchObject({ code: 0 });
      const ours = await official(garden, program, 'push collections --all --force');
      expect(await schema(garden)).toEqual(before);
      await pullWith(garden, program, version);
      const own = await official(garden, program, 'push collections --all --force');
      expect(changes(ours)).toEqual(changes(own));
      expect(changes(own)).toEqual(phantoms[version]);
    },
  );
});

/** Changes that the official CLI sees in a file that it has just pulled: numbers without a bound. */
const phantoms: Readonly<Record<OfficialVersion, readonly string[]>> = {
  '5.0.5': [],
  '6.2.3': ['serial', 'coldest', 'weight'].map((key) => `${key} in The plants (plants) changing`),
  '12.0.1': [],
};

/** Returns the attributes and collections that the official CLI lists as changed. */
const changes = (stdout: string) =>
  [...stdout.matchAll(/^ +([^│\s][^│\n]*?) +│ (\w+ing)\b/gm)].map(([, key, action]) => `${key} ${action}`);

describe('a file of the official CLI 5.0.5', () => {
  const { program = '', missing } = installed['5.0.5'];

  it.skipIf(missing !== undefined)('loses digits, which are sent all the same (story 2)', async () => {
    const garden = await growGarden();
    await pullWith(garden, program, '5.0.5');
    expect(garden.readFile('5.0.5')).toContain('9223372036854776000');
    const file = JSON.parse(garden.readFile('5.0.5'));
    const [plants] = file.collections;
    const integers = plants.attributes.filter(({ type }: { type: string }) => type === 'integer');
    file.collections.push({ ...plants, $id: 'weeds', name: 'Weeds', attributes: integers, indexes: [] });
    writeFileSync(garden.file('5.0.5'), JSON.stringify(file));
    const pushed = await garden.run(['push', '--yes']);
    expect(pushed, pushed.stderr).toMatchObject({ code: 0 });
    const { text } = await garden.request('GET', '/databases/main/collections/weeds/attributes/serial');
    expect(text).toContain('"min":-9223372036854775808,"max":9223372036854775807');
  });
});

describe('code that the official CLI 6.2.3 has packed', () => {
  const { program = '', missing } = installed['6.2.3'];

  it.skipIf(missing !== undefined)('is not deployed again (story 61)', async () => {
    const garden = await growGarden();
    await pullWith(garden, program, '6.2.3');
    const main = join(garden.work, 'functions', 'Mailer', 'src', 'main.js');
    writeFileSync(main, `// changed\n${readFileSync(main)}`);
    await official(garden, program, 'push functions --function-id mailer --force');
    const deployments = async () => (await garden.request('GET', '/functions/mailer/deployments')).json.total;
    expect(await deployments()).toBe(2);
    const pushed = await garden.run(['push', '--yes']);
    expect(pushed, pushed.stderr).toMatchObject({ code: 0 });
    expect(await deployments()).toBe(2);
    writeFileSync(main, 'export default ({ res }) => res.send("");\n');
    expect(await garden.run(['push', '--yes'])).toMatchObject({ code: 0 });
    expect(await deployments()).toBe(3);
  });
});
