import { expect, it } from 'vitest';
import { mimeType } from '../../../../src/sandbox/services/storage/mime.ts';

const bytes = (text: string) => Buffer.from(text, 'latin1');

it.each([
  ['nothing', '', 'application/x-empty'],
  ['words', 'hello', 'text/plain'],
  ['words beyond ASCII', 'h\xc3\xa9llo', 'text/plain'],
  ['UTF-16', '\xff\xfeh\0i\0', 'text/plain'],
  ['an object', '{"a": [1, 2]}', 'application/json'],
  ['a list', ' [1]\n', 'application/json'],
  ['a number', '5', 'text/plain'],
  ['braces that are not JSON', '{hello}', 'text/plain'],
  ['a page', '\n<!DOCTYPE html><p>', 'text/html'],
  ['XML', '<?xml version="1.0"?><a/>', 'text/xml'],
  ['a drawing', '<?xml version="1.0"?>\n<!-- x -->\n<svg xmlns="x">', 'image/svg+xml'],
  ['PHP', '<?php echo 1;', 'text/x-php'],
  ['a shell script', '#!/bin/sh\nls', 'text/x-shellscript'],
  ['JPEG', '\xff\xd8\xff\xe0', 'image/jpeg'],
  ['PNG', '\x89PNG\r\n\x1a\n', 'image/png'],
  ['WebP', 'RIFF\0\0\0\0WEBP', 'image/webp'],
  ['WAV', 'RIFF\0\0\0\0WAVE', 'audio/x-wav'],
  ['MP4', '\0\0\0\x18ftypisom', 'video/mp4'],
  ['WebM', '\x1aE\xdf\xa3\x9fB\x82\x84webm', 'video/webm'],
  ['PDF', '%PDF-1.7', 'application/pdf'],
  ['zip', 'PK\x03\x04\x14\0', 'application/zip'],
  ['Word', `PK\x03\x04${'.'.repeat(26)}word/document.xml`, officeType('wordprocessingml.document')],
  ['gzip', '\x1f\x8b\x08', 'application/gzip'],
  ['tar', `${'x'.repeat(257)}ustar`, 'application/x-tar'],
  ['ones', '\x01'.repeat(64), 'image/x-tga'],
  ['zeros', '\0'.repeat(64), 'application/octet-stream'],
  ['a few bytes', '\x01\x02', 'application/octet-stream'],
])('detects %s', (_, content, type) => {
  expect(mimeType(bytes(content))).toBe(type);
});

it('detects JSON only in whole files', () => {
  expect(mimeType(bytes('[1]'), 100_000)).toBe('text/plain');
});

function officeType(kind: string): string {
  return `application/vnd.openxmlformats-officedocument.${kind}`;
}
