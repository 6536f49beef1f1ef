import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { workplace } from '../bulk/kit.ts';
import { hasTmux, needsTmux, openTerminal } from '../kit/terminal.ts';

/** A terminal in which a document of a seeded sandbox is edited, by a script that is the editor. */
async function editing(script: string) {
  const place = await workplace({ seed: true });
  const editor = join(place.folder, 'editor');
  writeFileSync(editor, `#!/bin/sh\necho "$1" > '${place.folder}/path'\n${script}\n`);
  chmodSync(editor, 0o755);
  const terminal = await openTerminal(['databases', 'edit-document', 'shop', 'products', 'lamp'], {
    cwd: place.folder,
    env: { ...place.env, EDITOR: editor },
  });
  const title = async () =>
    JSON.parse((await place.run(['databases', 'get-document', 'shop', 'products', 'lamp', '--json'])).stdout)
      .title;
  return { terminal, title, path: () => place.read('path').trim() };
}

describe.skipIf(!hasTmux)(`edit-document at a terminal${needsTmux}`, () => {
  it('opens the editor again after a mistake, shows the changes, and asks', async () => {
    const { terminal, title, path } = await editing(
      `if grep -q broken "$1"; then sed -i 's/broken//' "$1"; else sed -i 's/Desk lamp/Lamp/; 1s/$/ broken/' "$1"; fi`,
    );
    await terminal.shows('not valid JSON');
    await terminal.press('Enter');
    await terminal.shows('+ title: "Lamp"');
    expect(await title()).toBe('Desk lamp');
    await terminal.shows('Update document lamp');
    await terminal.type('y');
    expect(await terminal.ended()).toBe(0);
    expect(await title()).toBe('Lamp');
    expect(existsSync(path())).toBe(false);
  });

  it('keeps the edit after Ctrl-C, in the editor as well as at the question', async () => {
    const { terminal, title, path } = await editing(`sed -i 's/Desk lamp/Mine/' "$1"`);
    await terminal.shows('Update document lamp');
    await terminal.press('C-c');
    await terminal.shows('your edit is saved in');
    expect(await terminal.ended()).toBe(130);
    expect(readFileSync(path(), 'utf8')).toContain('Mine');
    const waiting = await editing(`sed -i 's/Desk lamp/Mine/' "$1"; echo open; exec sleep 60`);
    await waiting.terminal.shows('open');
    await waiting.terminal.press('C-c');
    await waiting.terminal.shows('your edit is saved in');
    expect(await title()).toBe('Desk lamp');
  });
});
