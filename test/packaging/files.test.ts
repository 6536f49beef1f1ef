import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';

const pathOf = (name: string) => fileURLToPath(new URL(`../../${name}`, import.meta.url));
const read = (name: string) => readFileSync(pathOf(name), 'utf8');
const { version, license } = JSON.parse(read('package.json'));
const hasRuby = spawnSync('ruby', ['--version']).status === 0;

it('names the version of the program wherever packaging/ has one', () => {
  execFileSync(process.execPath, [pathOf('scripts/packaging.mjs'), '--check']);
});

it.skipIf(!hasRuby)('has a formula that Ruby reads', () => {
  execFileSync('ruby', ['-c', pathOf('packaging/homebrew/appwrite-cli.rb')], { stdio: 'ignore' });
});

it('has a formula with a hash for each archive', () => {
  const formula = read('packaging/homebrew/appwrite-cli.rb');
  const platforms = ['darwin-arm64', 'darwin-x64', 'linux-arm64', 'linux-x64'];
  const pairs = [...formula.matchAll(/url ".*-([a-z]+-[a-z0-9]+)\.tar\.gz"\s+sha256 "\{\{sha256 (.*)\}\}"/g)];
  expect(pairs.map(([, archive, hash]) => [archive, hash])).toEqual(platforms.map((name) => [name, name]));
});

it('has a manifest with the members that Scoop needs', () => {
  const manifest = JSON.parse(read('packaging/scoop/appwrite-cli.json'));
  expect(manifest).toMatchObject({ version, license, bin: 'appwrite-cli.exe' });
  const { url, hash } = manifest.architecture['64bit'];
  expect(url).toMatch(/-win-x64\.tar\.gz$/);
  expect(hash).toBe('{{sha256 win-x64}}');
});

describe('the Dockerfile', () => {
  const lines = read('packaging/docker/Dockerfile').split('\n');

  it('runs as a user without rights, and has nothing of the build but the executable', () => {
    const last = lines.findLastIndex((line) => line.startsWith('FROM '));
    const stage = lines.slice(last + 1);
    expect(stage).toContain('USER nonroot:nonroot');
    expect(stage.filter((line) => line.startsWith('COPY '))).toHaveLength(2);
    expect(stage.every((line) => !/^COPY (?!--from=build)/.test(line))).toBe(true);
    expect(stage).toContain('ENTRYPOINT ["/usr/local/bin/appwrite-cli"]');
  });

  it('takes no secret to build', () => {
    expect(lines.filter((line) => /^(ARG|ENV)\b/.test(line))).toEqual([]);
    const allowed = read('packaging/docker/Dockerfile.dockerignore').split('\n');
    expect(allowed.filter((line) => line !== '' && !line.startsWith('#'))[0]).toBe('*');
  });
});

describe('the action', () => {
  const { inputs, runs, outputs } = parse(read('packaging/action/action.yml'));

  it('gives inputs to its scripts by variables only, since a text in a script would run', () => {
    for (const { run } of runs.steps) expect(run ?? '').not.toContain('${{');
  });

  it('uses each input and has each script', () => {
    const text = read('packaging/action/action.yml');
    for (const name of Object.keys(inputs)) expect(text).toContain(`inputs.${name}`);
    for (const { run } of runs.steps) {
      const [, script] = /^bash "\$GITHUB_ACTION_PATH\/([a-z]+\.sh)"$/.exec(run ?? '') ?? [];
      if (run !== undefined) execFileSync('bash', ['-n', pathOf(`packaging/action/${script}`)]);
    }
    expect(Object.keys(outputs)).toEqual(['differs', 'plan-file']);
  });

  it('gives the API key to no step but those that need it', () => {
    const steps = runs.steps.filter(({ env = {} }) => JSON.stringify(env).includes('api-key'));
    expect(steps.map(({ name }: { name: string }) => name)).toEqual(['Set up appwrite-cli', 'Plan']);
  });
});
