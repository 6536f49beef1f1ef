import { expect, it } from 'vitest';
import { requireReferences, resolveReference } from '../../../src/project/file/references.ts';
import { projectFolder, readFiles } from './project.ts';

const env = { SMTP_PASSWORD: 's3cret' };

it('leads to a variable, a file, a line of a file, and to the text of a project file', () => {
  const folder = projectFolder({
    'secret.txt': 'from a file\r\n',
    'fn/.env': 'A=1\nB=2\n',
    'appwrite.json': { functions: [{ $id: 'f', variables: { KEY: 'text' } }] },
  });
  const value = (reference: Parameters<typeof resolveReference>[0]) =>
    resolveReference(reference, { folder, env });
  expect(value({ from: 'environment', name: 'SMTP_PASSWORD' })).toBe('s3cret');
  expect(value({ from: 'file', path: 'secret.txt' })).toBe('from a file');
  expect(value({ from: 'file', path: 'fn/.env', variable: 'B' })).toBe('2');
  const pointer = ['functions', 0, 'variables', 'KEY'];
  expect(value({ from: 'project file', path: 'appwrite.json', pointer })).toBe('text');
});

it('leads back to the text that a reading has found', () => {
  const reading = readFiles({
    'appwrite.json': { functions: [{ $id: 'f', name: 'F', vars: [{ key: 'K', value: 'text' }] }] },
  });
  const { reference } = reading.desired.resources.get('variable f/K')!.fields.get('value')!;
  if (reference === undefined || reference.from === 'server') throw new Error('no reference to a file');
  expect(resolveReference(reference, { folder: reading.folder, env: {} })).toBe('text');
});

it('names everything that is missing at once (story 64)', () => {
  const folder = projectFolder({ 'appwrite.json': {}, 'fn/.env': 'A=1' });
  expect(() =>
    requireReferences(
      [
        { from: 'environment', name: 'SMTP_PASSWORD' },
        { from: 'environment', name: 'NOT_SET' },
        { from: 'environment', name: 'NOT_SET' },
        { from: 'file', path: 'none.txt' },
        { from: 'file', path: 'fn/.env', variable: 'B' },
        { from: 'project file', path: 'appwrite.json', pointer: ['functions', 0] },
      ],
      { folder, env },
    ),
  ).toThrow(
    expect.objectContaining({
      exitCode: 2,
      message: expect.stringMatching(
        /^the environment variable NOT_SET is not set; the file none\.txt can't be read: .+; the file fn\/\.env does not set B; the file appwrite\.json has no text at functions\.0$/,
      ),
    }),
  );
});
