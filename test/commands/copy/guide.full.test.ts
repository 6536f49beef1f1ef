/** Does what docs/guides/copy.md says. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { sent } from '../../kit/rich-project.ts';
import { endpoints, twoProjects } from '../../kit/two-projects.ts';

const page = readFileSync(new URL('../../../docs/guides/copy.md', import.meta.url), 'utf8');
const files = [...page.matchAll(/^```yaml (\S+)\n(.*?)^```$/gms)].map(
  ([, name, text]) => [name!, text!] as const,
);
const lines = [...page.matchAll(/^appwrite-cli (copy .*)$/gm)].map(([, line]) => line!);

it('runs the commands of the guide, and reads its rules', async () => {
  expect({ files: files.length, lines: lines.length }).toEqual({ files: 2, lines: 3 });
  const at = await twoProjects();
  const staging = [
    'profile',
    'add',
    'staging',
    '--endpoint',
    endpoints.dev,
    '--project',
    at.dev.sandbox.project,
  ];
  await at.run([...staging, '--api-key-stdin'], { stdin: at.dev.sandbox.apiKey });
  const { request } = at.prod;
  const collections = '/databases/main/collections';
  await sent(request, 'POST', '/databases', { databaseId: 'main', name: 'Main' });
  await sent(request, 'POST', collections, { collectionId: 'customers', name: 'Customers' });
  for (const key of ['email', 'name', 'phone', 'tax_id', 'note', 'plan', 'city'])
    await sent(request, 'POST', `${collections}/customers/attributes/string`, {
      key,
      size: 80,
      required: false,
    });
  for (const [name, text] of files) at.write(name, text);
  const others = [`${lines[0]!.replace('staging', 'dev')} --on-conflict skip --scrub scrub-users.yml`];
  for (const line of [...lines.map((each) => `${each} --on-conflict skip`), ...others]) {
    // Given twice, a flag is refused.
    const argv = line
      .replace(/(--on-conflict update .*)--on-conflict skip/, '$1')
      .trim()
      .split(/\s+/);
    const { code, stderr } = await at.run(argv);
    expect({ line, code, stderr }).toMatchObject({ code: 0 });
    if (line.includes(' scrub.yml ')) expect(stderr).not.toContain('look personal');
  }
});
