import { percentDecoded } from '../lib/net/percent.ts';
import { trimEndOf } from '../lib/text/trim.ts';
import type { Headers } from '../transport.ts';

/** Below the 255 bytes of UTF-8 to which common file systems limit a name. */
const maxNameBytes = 200;
const reserved = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\.|$)/i;

/** Extensions of images, which the server sends without a name. */
const extensions: Readonly<Record<string, string>> = {
  'image/png': '.png',
  'image/jpeg': '.jpg',
  'image/gif': '.gif',
  'image/webp': '.webp',
  'image/svg+xml': '.svg',
};

/**
 * Returns a safe name for a downloaded file: the one in the headers of the response, sanitised.
 * @param fallback name if there is none; it gets an extension if the headers name an image type
 */
export function safeFileName(headers: Headers, fallback: string): string {
  const given = headers['content-disposition'];
  const [type = ''] = String(headers['content-type'] ?? '').split(';');
  const extension = extensions[type.trim().toLowerCase()] ?? '';
  return safeName(nameIn(Array.isArray(given) ? given[0] : given) ?? '', fallback + extension);
}

/**
 * Sanitises a name from the server. The result is never a path, and has nothing that could hide the file, control a
 * terminal, reverse text, or is special to a shell or an operating system.
 * @param fallback used, sanitised too, if nothing of the name remains
 */
export function safeName(name: string, fallback: string): string {
  return clean(name) || clean(fallback) || 'download';
}

/** Returns the name in a Content-Disposition; `filename*` takes precedence (RFC 6266). */
function nameIn(disposition: string | undefined): string | undefined {
  if (disposition === undefined) return undefined;
  const extended = /;\s*filename\*\s*=\s*utf-8'[^']*'([^;\s]+)/i.exec(disposition)?.[1];
  const decoded = extended === undefined ? undefined : percentDecoded(extended);
  if (decoded !== undefined) return decoded;
  // Appwrite 1.5 puts the name between quotes without escaping quotes in it.
  const quoted = /;\s*filename\s*=\s*"(.*)"\s*(?:;\s*filename\*|$)/is.exec(disposition)?.[1];
  const plain =
    quoted?.replace(/\\(["\\])/g, '$1') ?? /;\s*filename\s*=\s*([^;"\s]+)/i.exec(disposition)?.[1];
  return plain === undefined ? undefined : utf8(plain);
}

/** Node decodes header values as latin1; this restores UTF-8. */
function utf8(text: string): string {
  if (/[^\x00-\xff]/.test(text)) return text;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(text, 'latin1'));
  } catch {
    return text;
  }
}

function clean(name: string): string {
  const base = name.split(/[/\\]/).at(-1)!;
  const visible = base
    .replace(
      /[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]|(?!\p{Variation_Selector})\p{Default_Ignorable_Code_Point}/gu,
      '',
    )
    .replace(/[<>:"|?*]/g, '_')
    .replace(/^[\s.]+/u, '');
  const plain = trimEndOf(visible, (unit) => /[\s.]/.test(unit));
  const safe = /^[-~]/.test(plain) || reserved.test(plain) ? `_${plain}` : plain;
  return shorten(safe);
}

/** Shortens the part before the extension, between characters. */
function shorten(name: string): string {
  const [, stem = name, extension = ''] = /^(.+?)(\.[A-Za-z0-9.]{1,15})?$/su.exec(name) ?? [];
  const characters = [...stem].slice(0, maxNameBytes);
  while (Buffer.byteLength(characters.join('') + extension) > maxNameBytes) characters.pop();
  return characters.join('') + extension;
}
