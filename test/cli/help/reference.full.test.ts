import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { apiVersions } from '../../../src/api/versions.ts';
import { isGroup, loadAll } from '../../../src/cli/entry.ts';
import { referenceFiles } from '../../../src/cli/help/reference/files.ts';
import { topics } from '../../../src/cli/help/topics/index.ts';
import { entriesIn } from '../../../src/cli/registry.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const files = await referenceFiles();
const man = files.get('man/appwrite-cli.1')!;

describe('the man page and docs/', () => {
  it.each([...files])('include %s, up to date: if not, run npm run docs', (path, text) => {
    expect(existsSync(`${root}/${path}`) && readFileSync(`${root}/${path}`, 'utf8')).toBe(text);
  });

  it('include no other generated file', () => {
    const there = ['docs', 'man'].flatMap((folder) =>
      readdirSync(`${root}/${folder}`, { withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map(({ name }) => `${folder}/${name}`),
    );
    expect(there.sort()).toEqual([...files.keys()].sort());
  });

  const docs = [...files].filter(([path]) => path.startsWith('docs/')).map(([, text]) => text);
  const text = docs.join('\n');

  it.each(apiVersions)('describe every command, flag, choice, scope and topic of %s', async (version) => {
    for (const { name } of topics) expect(text).toContain(`## ${name}\n`);
    for (const entry of entriesIn(version)) {
      const loaded = await loadAll(entry);
      for (const spec of isGroup(loaded) ? loaded : [loaded]) {
        const path = isGroup(loaded) ? `${entry.name} ${spec.name}` : entry.name;
        const isNamed = text.includes(`\n### ${path}\n`) || text.includes(`\n## ${path}\n`);
        expect(isNamed || text.includes(`Called \`${spec.name}\` before `), path).toBe(true);
        if (isNamed) expect(man).toContain(`.B "${path.replaceAll('-', '\\-')}"`);
        for (const { flag, hidden, choices = [] } of spec.flags) {
          if (!hidden) expect(text).toContain(flag.slice(2));
          for (const choice of choices) expect(text).toContain(`\`${choice}\``);
        }
        expect(text).toContain(spec.facts?.split(' · ')[0] ?? '');
      }
    }
  });

  it.each([
    [
      'functions.md',
      /^### functions get-deployment-download\n\n.*\n\nCalled `download-deployment` before 1\.6\.$/m,
    ],
    [
      'functions.md',
      /^### functions create-build\n\n.*\n\nGone since 1\.7: `functions create-duplicate-deployment` does the same there\.$/m,
    ],
    ['functions.md', /^\| `--scopes TEXT,…` \| .* \*\(since 1\.6\)\* \|$/m],
    [
      'functions.md',
      /^\| `--runtime CHOICE`.*: `node-14\.5`, .*; \*since 1\.6:\* `node-22`, .*\*gone since 1\.6:\* `dotnet-3\.1`/m,
    ],
    ['functions.md', /^\| `--template-owner TEXT` .* \*\(gone since 1\.7\)\* \|$/m],
    ['databases.md', /^From 1\.8 on, `tables-db list-rows` is the newer way; this command still works\.$/m],
    ['sites.md', /^Websites .*\. Since 1\.7\.$/m],
    ['README.md', /^- \[tables-db\]\(tables-db\.md\): .* \(since 1\.8\)$/m],
    ['versions.md', /^## 1\.7\n\nNew groups:\n\n.*- \[sites\]\(sites\.md\)/ms],
    ['versions.md', /^- `download-deployment` is \[functions get-deployment-download\]/m],
    [
      'versions.md',
      /^- `--transaction-id`: \[databases list-documents\]\(databases\.md#databases-list-documents\), /m,
    ],
  ])('say since when and until when: %s has %s', (file, expected) => {
    expect(files.get(`docs/${file}`)).toMatch(expected);
  });
});

const groff = spawnSync('groff', ['--version']).status === 0;

describe('the man page', () => {
  it.skipIf(!groff)('passes groff without a warning (skipped without groff)', () => {
    const ran = spawnSync('groff', ['-man', '-Tutf8', '-ww', '-P-c', '-rLL=78n'], {
      input: man,
      encoding: 'utf8',
      maxBuffer: 1 << 24,
    });
    expect(ran.stderr).toBe('');
    expect(ran.stdout).toContain('--api-key-stdin < key.txt');
    expect(ran.stdout).toContain('as in \\x1b, in tables');
  });

  it('has no text that roff takes for a request', () => {
    const requests = new Set(man.match(/^[.'][A-Za-z]*/gm));
    expect([...requests].sort()).toEqual(
      [...requests].filter((name) => /^\.(B|PD|PP|SH|SS|TH|TP|ad|br|fi|nf|nh)?$/.test(name)).sort(),
    );
  });
});
