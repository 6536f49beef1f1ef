import { isObject, type JsonObject, parseForeignJson } from '../json.ts';
import { type Nested, nest, toJson } from '../params/nested.ts';

/** The real server takes about as much. */
const maxBodyBytes = 12 * 1024 * 1024;

/** A file that came with a form. */
export interface Upload {
  /** As the client named it. */
  readonly name: string;
  /** As the client declared it. */
  readonly type: string;
  readonly bytes: Buffer;
}

/** What a request brings, before it is checked. */
export interface Sent {
  readonly params: JsonObject;
  /** By form field. */
  readonly files: ReadonlyMap<string, Upload>;
}

const nothing: Sent = { params: {}, files: new Map() };

export type BodySource = Uint8Array | AsyncIterable<Uint8Array>;

/**
 * Reads a body whole.
 * @param contentLength the header; a client that announces too much is refused before it has sent all
 * @returns undefined if the body is longer than the server accepts
 */
export async function readBody(
  contentLength: string | undefined,
  source: BodySource | undefined,
): Promise<Buffer | undefined> {
  if (Number(contentLength ?? 0) > maxBodyBytes) return undefined;
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of source instanceof Uint8Array ? [source] : (source ?? [])) {
    length += chunk.length;
    if (length > maxBodyBytes) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/**
 * Takes the parameters out of a body. What can't be read is read as nothing, as the real server does: the error then
 * names the first parameter that is missing.
 */
export async function parseBody(contentType: string | undefined, body: Buffer): Promise<Sent> {
  const [type = ''] = (contentType ?? '').toLowerCase().split(';');
  switch (type.trim()) {
    case 'application/json':
      return { ...nothing, params: unwrapped(parseObject(body.toString('utf8'))) };
    case 'application/x-www-form-urlencoded':
      return { ...nothing, params: parsePairs(new URLSearchParams(body.toString('utf8'))) };
    case 'multipart/form-data':
      return parseForm(contentType!, body);
    default:
      return nothing;
  }
}

/** The SDKs put a GraphQL request, which has a member `query`, into a parameter `query`. */
function unwrapped(params: JsonObject): JsonObject {
  return isObject(params.query) ? params.query : params;
}

/** Parameters as a query string carries them. */
export function parsePairs(pairs: Iterable<readonly [string, string]>): JsonObject {
  return toObject(nest(pairs));
}

function toObject(tree: Nested<string>): JsonObject {
  return Object.fromEntries(Object.entries(tree).map(([name, value]) => [name, toJson(value)]));
}

function parseObject(text: string): JsonObject {
  try {
    const value = parseForeignJson(text);
    return isObject(value) ? value : {};
  } catch (error) {
    if (error instanceof SyntaxError) return {};
    throw error;
  }
}

async function parseForm(contentType: string, body: Buffer): Promise<Sent> {
  let form: FormData;
  try {
    form = await new Response(body, { headers: { 'content-type': contentType } }).formData();
  } catch (error) {
    if (error instanceof TypeError) return nothing;
    throw error;
  }
  const texts: [string, string][] = [];
  const files = new Map<string, Upload>();
  for (const [field, value] of form) {
    if (typeof value === 'string') texts.push([field, value]);
    else
      files.set(field, { name: value.name, type: value.type, bytes: Buffer.from(await value.arrayBuffer()) });
  }
  return { params: parsePairs(texts), files };
}
