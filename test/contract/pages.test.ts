import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));

const pages = [
  'README.md',
  'ARCHITECTURE.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  ...['decisions', 'guides'].flatMap((folder) =>
    readdirSync(join(root, 'docs', folder)).map((name) => `docs/${folder}/${name}`),
  ),
].map((path) => ({ path, text: readFileSync(join(root, path), 'utf8') }));

/** Returns the anchors of a page's headings, as GitHub forms them. */
function anchorsOf(text: string): string[] {
  return [...text.matchAll(/^#+ (.+)$/gm)].map(([, title]) =>
    title!
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

/** Returns true if a relative link leads to a file and, with an anchor, to a heading in it. */
function leadsSomewhere(link: string, page: string): boolean {
  const [path = '', anchor] = link.split('#');
  const file = path === '' ? page : join(dirname(page), path);
  if (!existsSync(join(root, file))) return false;
  return anchor === undefined || anchorsOf(readFileSync(join(root, file), 'utf8')).includes(anchor);
}

/** Files that the recipes of ARCHITECTURE.md tell the reader to create, those of a build, and those in a backup. */
const imaginary = /\bhello\b|^(dist|databases|users|teams|storage|messaging|functions\/ID)\//;

/** Returns the paths in code spans: folders with a slash at their end, and files, from the root or from src. */
function pathsIn(text: string): string[] {
  const spans = [...text.matchAll(/`([\w./-]+\/[\w./-]*)`/g)].map(([, span]) => span!);
  const isPath = (span: string) => /^(\.?[\w-]+\/)+([\w.-]+\.[a-z]+)?$/.test(span) && !imaginary.test(span);
  return spans.filter(isPath);
}

describe.each(pages)('$path', ({ path, text }) => {
  it('links to pages and headings that exist', () => {
    const links = [...text.matchAll(/\]\((?!https?:)([^)\s]+)\)/g)].map(([, link]) => link!);
    expect(links.filter((link) => !leadsSomewhere(link, path))).toEqual([]);
  });

  it('names files and folders that exist', () => {
    const exists = (name: string) => [root, join(root, 'src')].some((from) => existsSync(join(from, name)));
    expect(pathsIn(text).filter((name) => !exists(name))).toEqual([]);
  });
});
