/** Does what docs/guides/copy.md says. */
import { expect, it } from 'vitest';
import { filesIn, guide, shellLinesIn } from '../../kit/guide.ts';
import { sent } from '../../kit/rich-project.ts';
import { twoProjects } from '../../kit/two-projects.ts';

const page = guide('copy');
const files = filesIn(page);
const lines = shellLinesIn(page).filter((line) => line.startsWith('appwrite-cli copy '));

it('runs the commands of the guide, and reads its rules', async () => {
  expect({ files: files.size, lines: lines.length }).toEqual({ files: 2, lines: 3 });
  const at = await twoProjects();
  await at.addProfile('staging', 'dev');
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
  const ofUsers = 'appwrite-cli copy --from prod --to dev --scrub scrub-users.yml --yes';
  for (const line of [...lines, ofUsers]) {
    // The lines before have filled the target.
    const again = line.includes('--on-conflict') ? line : `${line} --on-conflict skip`;
    const { code, stderr } = await at.run(again.split(' ').slice(1));
    expect({ line, code, stderr }).toMatchObject({ code: 0 });
    if (line.includes(' scrub.yml ')) expect(stderr).not.toContain('look personal');
  }
});
