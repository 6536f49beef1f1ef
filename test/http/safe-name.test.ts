import { expect, it } from 'vitest';
import { safeFileName } from '../../src/http/safe-name.ts';

const raw = (name: string) => Buffer.from(name).toString('latin1');

it.each([
  ['attachment; filename="photo.png"', 'photo.png'],
  [`attachment; filename="${raw('photo é 世界.bin')}"`, 'photo é 世界.bin'],
  [`attachment; filename="plain"; filename*=UTF-8''na%C3%AFve%20.txt`, 'naïve .txt'],
  [`attachment; filename*=UTF-8''%zz; filename="plain.txt"`, 'plain.txt'],
  ['inline; filename=token.txt', 'token.txt'],
  ['attachment; filename="a"b.txt"', 'a_b.txt'],
  ['attachment; filename="a\\"b.txt"', 'a_b.txt'],
  ['attachment; filename="\xe9.txt"', 'é.txt'],
  ['attachment; filename="../../.ssh/x"', 'x'],
  ['attachment; filename="/etc/passwd"', 'passwd'],
  ['attachment; filename="..\\..\\boot.ini"', 'boot.ini'],
  ['attachment; filename="C:\\autoexec.bat"', 'autoexec.bat'],
  [`attachment; filename*=UTF-8''..%2F..%2Fevil`, 'evil'],
  ['attachment; filename=".."', 'file1'],
  ['attachment; filename="."', 'file1'],
  ['attachment; filename=""', 'file1'],
  ['attachment; filename="dir/"', 'file1'],
  ['attachment; filename=".bashrc"', 'bashrc'],
  ['attachment; filename="-rf"', '_-rf'],
  ['attachment; filename="-"', '_-'],
  ['attachment; filename="~root"', '_~root'],
  ['attachment; filename="CON"', '_CON'],
  ['attachment; filename="nul.txt"', '_nul.txt'],
  ['attachment; filename="lpt1.tar.gz"', '_lpt1.tar.gz'],
  ['attachment; filename="console.txt"', 'console.txt'],
  ['attachment; filename="a:b*c?.txt "', 'a_b_c_.txt'],
  ['attachment; filename="end. . ."', 'end'],
  [`attachment; filename="${raw('a\u202egnp.exe')}"`, 'agnp.exe'],
  [`attachment; filename="${raw('a\u3164\u{e0041}b❤️.txt')}"`, 'ab❤️.txt'],
  ['attachment; filename="a\x1b[31m\x00b\n.txt"', 'a[31mb.txt'],
  ['attachment', 'file1'],
  [undefined, 'file1'],
])('turns %j into %j', (header, name) => {
  expect(safeFileName({ 'content-disposition': header }, 'file1')).toBe(name);
});

it('shortens a name of megabytes in little time', () => {
  const name = `${'é'.repeat(1_000_000)}.png`;
  expect(safeFileName({ 'content-disposition': `attachment; filename="${name}"` }, 'x')).toMatch(
    /^é{98}\.png$/,
  );
}, 5000);

it('shortens a long name, but not its extension', () => {
  const name = safeFileName(
    { 'content-disposition': `attachment; filename="${raw('世'.repeat(200))}.tar.gz"` },
    'f',
  );
  expect(name).toMatch(/^世+\.tar\.gz$/);
  expect(Buffer.byteLength(name)).toBeLessThanOrEqual(200);
  expect(
    safeFileName({ 'content-disposition': `attachment; filename=${'x'.repeat(500)}` }, 'f'),
  ).toHaveLength(200);
});

it('sanitises the fallback', () => {
  expect(safeFileName({}, '../f')).toBe('f');
  expect(safeFileName({}, '..')).toBe('download');
});

it.each([
  ['image/png', 'initials.png'],
  ['image/JPEG; charset=binary', 'initials.jpg'],
  ['application/octet-stream', 'initials'],
])('gives the fallback the extension of its content: %s', (type, name) => {
  expect(safeFileName({ 'content-type': type }, 'initials')).toBe(name);
  const named = { 'content-type': type, 'content-disposition': 'inline; filename="own"' };
  expect(safeFileName(named, 'initials')).toBe('own');
});
