import { expect, it } from 'vitest';
import { fail, pass, skip, warn } from '../../../src/commands/doctor/check.ts';
import { drawChecks } from '../../../src/commands/doctor/draw.ts';
import { plainPaint } from '../../../src/output/colour.ts';

const checks = [
  pass('node', '20.19.0'),
  fail('config', 'other users can access /home/ada/.config/appwrite-cli/config.json', 'chmod 600 it'),
  warn('completion', 'not installed for bash', 'appwrite-cli completion install --shell bash'),
  skip('proxy', '\x1b[31mnone'),
];

it.each<[number | undefined, string]>([
  [
    undefined,
    `ok    node        20.19.0
FAIL  config      other users can access /home/ada/.config/appwrite-cli/config.json
                  fix: chmod 600 it
warn  completion  not installed for bash
                  fix: appwrite-cli completion install --shell bash
skip  proxy       \\x1b[31mnone
`,
  ],
  [
    60,
    `ok    node        20.19.0
FAIL  config      other users can access
                  /home/ada/.config/appwrite-cli/config.json
                  fix: chmod 600 it
warn  completion  not installed for bash
                  fix: appwrite-cli completion install
                       --shell bash
skip  proxy       \\x1b[31mnone
`,
  ],
  [
    40,
    `ok    node
      20.19.0
FAIL  config
      other users can access
      /home/ada/.config/appwrite-cli/config.json
      fix: chmod 600 it
warn  completion
      not installed for bash
      fix: appwrite-cli completion
           install --shell bash
skip  proxy
      \\x1b[31mnone
`,
  ],
])('draws checks in %s columns', (width, text) => {
  expect(drawChecks(checks, { width, paint: plainPaint })).toBe(text);
});

it('colours states and remedies', () => {
  const text = drawChecks(checks, { width: undefined, paint: (role, word) => `<${role}>${word}` });
  expect(text.match(/<.*?>\S+/g)).toEqual([
    '<good>ok',
    '<bad>FAIL',
    '<hint>fix:',
    '<pending>warn',
    '<hint>fix:',
    '<muted>skip',
  ]);
});
