import type { Headers } from '../transport.ts';

/** In bytes of UTF-8: what the common file systems take. */
const maxNameBytes = 200;
const reserved = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\.|$)/i;

/** Images come without a name. */
const extensions: Readonly<Record<string, string>> = {
  'image/png': '.png',
  'image/jpeg': '.jpg',
  'image/gif': '.gif',
  'image/webp': '.webp',
  'image/svg+xml': '.svg',
};

/**
 * The name under which a downloaded file may be kept: the one in the answer's headers, made safe.
 * @param fallback used where that is none; it gets an extension where the headers tell which
 */
export function safeFileName(headers: Headers, fallback: string): string {
  const given = headers['content-disposition'];
  const [type = ''] = String(headers['content-type'] ?? '').split(';');
  const extension = extensions[type.trim().toLowerCase()] ?? '';
  return safeName(nameIn(Array.isArray(given) ? given[0] : given) ?? '', fallback + extension);
}

/**
 * A name that the server gives, made safe. It is always a plain name, never a path, without what could hide it, drive a
 * terminal, turn text around, or mean something to a shell's or a system's eyes.
 * @param fallback used where nothing of the name remains; it is made safe too
 */
export function safeName(name: string, fallback: string): string {
  return clean(name) || clean(fallback) || 'download';
}

/** The name in a Content-Disposition, whose `filename*` is the better one. */
function nameIn(disposition: string | undefined): string | undefined {
  if (disposition === undefined) return undefined;
  const extended = /;\s*filename\*\s*=\s*utf-8'[^']*'([^;\s]+)/i.exec(disposition)?.[1];
  const decoded = extended === undefined ? undefined : percentDecoded(extended);
  if (decoded !== undefined) return decoded;
  // Appwrite puts the name between quotes as it is, quotes of its own included.
  const quoted = /;\s*filename\s*=\s*"(.*)"\s*(?:;\s*filename\*|$)/is.exec(disposition)?.[1];
  const plain =
    quoted?.replace(/\\(["\\])/g, '$1') ?? /;\s*filename\s*=\s*([^;"\s]+)/i.exec(disposition)?.[1];
  return plain === undefined ? undefined : utf8(plain);
}

/** Header values are read byte by byte, one character each; what was UTF-8 becomes that again. */
function utf8(text: string): string {
  if (/[^\x00-\xff]/.test(text)) return text;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(text, 'latin1'));
  } catch {
    return text;
  }
}

function percentDecoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

function clean(name: string): string {
  const base = name.split(/[/\\]/).at(-1)!;
  const plain = base
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu, '')
    .replace(/[<>:"|?*]/g, '_')
    .replace(/^[\s.]+|[\s.]+$/gu, '');
  const safe = /^[-~]/.test(plain) || reserved.test(plain) ? `_${plain}` : plain;
  return shorten(safe);
}

/** Cuts in front of the extension, between characters. */
function shorten(name: string): string {
  const [, stem = name, extension = ''] = /^(.+?)(\.[A-Za-z0-9.]{1,15})?$/su.exec(name) ?? [];
  const characters = [...stem].slice(0, maxNameBytes);
  while (Buffer.byteLength(characters.join('') + extension) > maxNameBytes) characters.pop();
  return characters.join('') + extension;
}
