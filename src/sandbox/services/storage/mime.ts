/** Number of bytes at the beginning of a file that determine its type. */
export const mimeSampleBytes = 65_536;

/** Signatures of types: `bytes` is text in Latin-1, `at` its offset. More specific signatures come first. */
const signatures: readonly { type: string; bytes: string; at?: number; also?: string; alsoAt?: number }[] = [
  { type: 'image/jpeg', bytes: '\xff\xd8\xff' },
  { type: 'image/png', bytes: '\x89PNG\r\n\x1a\n' },
  { type: 'image/gif', bytes: 'GIF8' },
  { type: 'image/webp', bytes: 'RIFF', also: 'WEBP', alsoAt: 8 },
  { type: 'video/x-msvideo', bytes: 'RIFF', also: 'AVI ', alsoAt: 8 },
  { type: 'audio/x-wav', bytes: 'RIFF', also: 'WAVE', alsoAt: 8 },
  { type: 'image/bmp', bytes: 'BM', also: '\0\0\0\0', alsoAt: 6 },
  { type: 'image/tiff', bytes: 'II*\0' },
  { type: 'image/tiff', bytes: 'MM\0*' },
  { type: 'image/vnd.microsoft.icon', bytes: '\0\0\x01\0' },
  { type: 'image/vnd.adobe.photoshop', bytes: '8BPS' },
  { type: 'image/heic', bytes: 'ftypheic', at: 4 },
  { type: 'image/heif', bytes: 'ftypmif1', at: 4 },
  { type: 'image/avif', bytes: 'ftypavif', at: 4 },
  { type: 'video/quicktime', bytes: 'ftypqt', at: 4 },
  { type: 'audio/x-m4a', bytes: 'ftypM4A', at: 4 },
  { type: 'video/mp4', bytes: 'ftyp', at: 4 },
  { type: 'audio/mpeg', bytes: 'ID3' },
  { type: 'audio/mpeg', bytes: '\xff\xfb' },
  { type: 'audio/flac', bytes: 'fLaC' },
  { type: 'audio/ogg', bytes: 'OggS', also: 'vorbis', alsoAt: 29 },
  { type: 'audio/ogg', bytes: 'OggS', also: 'OpusHead', alsoAt: 28 },
  { type: 'application/ogg', bytes: 'OggS' },
  { type: 'application/pdf', bytes: '%PDF-' },
  { type: 'application/postscript', bytes: '%!PS' },
  { type: 'text/rtf', bytes: '{\\rtf' },
  { type: 'application/epub+zip', bytes: 'PK\x03\x04', also: 'mimetypeapplication/epub+zip', alsoAt: 30 },
  { type: 'application/java-archive', bytes: 'PK\x03\x04', also: 'META-INF/', alsoAt: 30 },
  { type: 'application/zip', bytes: 'PK\x03\x04' },
  { type: 'application/zip', bytes: 'PK\x05\x06' },
  { type: 'application/gzip', bytes: '\x1f\x8b' },
  { type: 'application/x-bzip2', bytes: 'BZh' },
  { type: 'application/x-xz', bytes: '\xfd7zXZ\0' },
  { type: 'application/zstd', bytes: '(\xb5/\xfd' },
  { type: 'application/x-7z-compressed', bytes: '7z\xbc\xaf\x27\x1c' },
  { type: 'application/x-rar', bytes: 'Rar!\x1a\x07' },
  { type: 'application/x-tar', bytes: 'ustar', at: 257 },
  { type: 'application/vnd.sqlite3', bytes: 'SQLite format 3\0' },
  { type: 'application/wasm', bytes: '\0asm' },
  { type: 'application/x-executable', bytes: '\x7fELF' },
  { type: 'font/woff', bytes: 'wOFF' },
  { type: 'font/woff2', bytes: 'wOF2' },
];

/** Office formats are zip archives; the folder of an entry, which only one format has, tells them apart. */
const officeEntry = /PK\x03\x04[\s\S]{26}(word|xl|ppt)\//;
const officeTypes: Readonly<Record<string, string>> = {
  word: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  xl: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  ppt: 'application/vnd.openxmlformats-officedocument.presentationml.presentation',
};

/** First words of textual formats, after white space. */
const textBeginnings: readonly (readonly [beginning: RegExp, type: string])[] = [
  [/^<\?php/i, 'text/x-php'],
  [/^(<\?xml[^>]*>\s*)?(<!--[\s\S]*?-->\s*)?(<!doctype svg[^>]*>\s*)?<svg[\s>]/i, 'image/svg+xml'],
  [/^<\?xml\s/, 'text/xml'],
  [/^<(!doctype html|html|head|body)[\s>]/i, 'text/html'],
  [/^#!\s*\/\S*\/(env )?(ba|z|da|k)?sh\b/, 'text/x-shellscript'],
  [/^#!.*\bpython/, 'text/x-script.python'],
];

/**
 * Detects a file's type from its content, with the names of libmagic, which the real server uses.
 * @param head first bytes of the file
 * @param size of the whole file, in bytes
 */
export function mimeType(head: Buffer, size: number = head.length): string {
  if (size === 0) return 'application/x-empty';
  const text = head.subarray(0, mimeSampleBytes).toString('latin1');
  const found = signatures.find(
    ({ bytes, at = 0, also = '', alsoAt = 0 }) => text.startsWith(bytes, at) && text.startsWith(also, alsoAt),
  )?.type;
  if (found === 'application/zip') return officeTypes[officeEntry.exec(text)?.[1] ?? ''] ?? found;
  if (found) return found;
  if (text.startsWith('\x1aE\xdf\xa3')) {
    return text.slice(0, 64).includes('webm') ? 'video/webm' : 'video/x-matroska';
  }
  if (isText(text)) return textType(head, size);
  return isTarga(head) ? 'image/x-tga' : 'application/octet-stream';
}

function isText(text: string): boolean {
  return /^(\xff\xfe|\xfe\xff)/.test(text) || !/[\x00-\x06\x0e-\x1a\x1c-\x1f\x7f]/.test(text);
}

function textType(head: Buffer, size: number): string {
  const text = head.toString('utf8').replace(/^\ufeff/, '');
  const known = textBeginnings.find(([beginning]) => beginning.test(text.trimStart()))?.[1];
  if (known) return known;
  return size === head.length && isJson(text) ? 'application/json' : 'text/plain';
}

function isJson(text: string): boolean {
  if (!/^\s*[[{]/.test(text)) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** A Targa image has no signature; it is recognised by the valid values of its header. */
function isTarga(head: Buffer): boolean {
  if (head.length < 18) return false;
  const [, colourMap = 0, kind = 0] = head;
  const colourMapEntry = head[7]!;
  const depth = head[16]!;
  const descriptor = head[17]!;
  return (
    colourMap <= 1 &&
    kind > 0 &&
    kind < 34 &&
    (kind & 0xc4) === 0 &&
    (colourMapEntry & 0xc0) === 0 &&
    (descriptor & 0xc0) !== 0xc0 &&
    (descriptor & 0x0f) !== 11 &&
    [1, 8, 15, 16, 24, 32].includes(depth)
  );
}
