import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { defaultApiVersion } from '../../../src/api/versions.ts';
import { isGroup, loadAll } from '../../../src/cli/entry.ts';
import { referenceFiles } from '../../../src/cli/help/reference/files.ts';
import { topics } from '../../../src/cli/help/topics/index.ts';
import { entriesIn } from '../../../src/cli/registry.ts';

const entries = entriesIn(defaultApiVersion);

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

  it('describe every command, flag, choice, scope and topic', async () => {
    const docs = [...files].filter(([path]) => path.startsWith('docs/')).map(([, text]) => text);
    const text = docs.join('\n');
    for (const { name } of topics) expect(text).toContain(`## ${name}\n`);
    for (const entry of entries) {
      const loaded = await loadAll(entry);
      for (const spec of isGroup(loaded) ? loaded : [loaded]) {
        const path = isGroup(loaded) ? `${entry.name} ${spec.name}` : entry.name;
        expect(text).toMatch(new RegExp(`^###? ${path}$`, 'm'));
        expect(man).toContain(`.B "${path.replaceAll('-', '\\-')}"`);
        for (const { flag, hidden, choices = [] } of spec.flags) {
          if (!hidden) expect(text).toContain(flag.slice(2));
          for (const choice of choices) expect(text).toContain(`\`${choice}\``);
        }
        for (const fact of (spec.facts ?? '').split(' · ')) expect(text).toContain(fact);
      }
    }
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
