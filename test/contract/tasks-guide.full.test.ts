/** Does the tasks of docs/guides/tasks.md as they are written, in their order. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { splitWords } from '../api/transcript.ts';
import { filesIn, guide, shellLinesIn } from '../kit/guide.ts';
import { twoProjects } from '../kit/two-projects.ts';

const page = guide('tasks');
const commands = shellLinesIn(page);

it('finds the commands of the guide', () => expect(commands.length).toBeGreaterThan(8));

it('does each task of the guide as written', async () => {
  const at = await twoProjects();
  await at.addProfile('old', 'prod');
  await at.addProfile('new', 'dev');
  for (const [name, text] of filesIn(page)) at.write(name, text);
  for (const name of ['images', 'mailer']) mkdirSync(join(at.folder, name));
  at.write('images/cover.png', 'a picture');
  at.write('mailer/index.js', 'export default ({ res }) => res.send("sent");\n');
  for (const command of commands) {
    const [, ...argv] = splitWords(command);
    const { code, stderr } = await at.run(argv);
    expect({ command, code, stderr }).toEqual({ command, code: 0, stderr: expect.anything() });
  }
});
