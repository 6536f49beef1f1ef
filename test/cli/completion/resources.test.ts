import { join } from 'node:path';
import { expect, it } from 'vitest';
import { projectFileWords } from '../../../src/cli/completion/resources.ts';
import { selectors } from '../../../src/project/model/kind.ts';
import { temporaryFolder } from '../../kit/program.ts';
import { put, testContext } from '../../profile/kit.ts';

const file = {
  databases: [{ $id: 'main', name: 'Main' }],
  collections: [
    {
      $id: 'posts',
      databaseId: 'main',
      name: 'Posts',
      attributes: [
        { key: 'title', type: 'string', size: 9 },
        { key: '\u001b[2J', type: 'boolean' },
      ],
      indexes: [{ key: 'by_title', type: 'key', attributes: ['title'] }],
    },
    { $id: 'tags', databaseId: 'main', name: 'Tags', attributes: [], indexes: [] },
  ],
  functions: [{ $id: 'mailer', name: 'Mailer', runtime: 'node-18.0', vars: [{ key: 'FROM', value: 'x' }] }],
};

function project() {
  const cwd = temporaryFolder();
  put(join(cwd, 'appwrite.json'), file);
  put(join(cwd, 'other.json'), { teams: [{ $id: 'staff', name: 'Staff' }] });
  put(join(cwd, 'appwrite.prod.json'), { projectId: 'p', teams: [{ $id: 'ops', name: 'Ops' }] });
  return testContext({ cwd });
}

it.each<[string, string, string[]]>([
  ['collections/', '', ['collections/main']],
  ['collections/main/', '', ['collections/main/posts (Posts)', 'collections/main/tags (Tags)']],
  ['collections/main/posts/t', '', ['collections/main/posts/title', 'collections/main/posts/by_title']],
  ['tables/main/', '', ['tables/main/posts (Posts)', 'tables/main/tags (Tags)']],
  ['databases/', '', ['databases/main (Main)']],
  ['functions/m', '', ['functions/mailer (Mailer)']],
  ['variables/mailer/', '', ['variables/mailer/FROM']],
  ['teams/', '', []],
  ['teams/', '--config other.json', ['teams/staff (Staff)']],
  ['teams/', '--env=prod', ['teams/ops (Ops)']],
  ['tortoises/', '', []],
])('%s goes on with the IDs of the project file: %s', (typed, words, expected) => {
  const items = projectFileWords('resource', typed, words.split(' '), project());
  expect(items.map(({ id, name }) => (name === '' ? id : `${id} (${name})`))).toEqual(expected);
});

it('begins with a kind, also without a project file', () => {
  const words = projectFileWords('resource', 'co', [], testContext({ cwd: temporaryFolder() }));
  expect(words.map(({ id }) => id)).toEqual(selectors);
});
