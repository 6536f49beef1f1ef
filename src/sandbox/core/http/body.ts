import { isObject, type JsonObject, parseForeignJson } from '../json.ts';
import { type Nested, nest, toJson } from '../params/nested.ts';

/** The limit of a server of Appwrite 1.5.7, approximately. */
const maxBodyBytes = 12 * 1024 * 1024;

/** A file from a form. */
export interface Upload {
  /** Given by the client. */
  readonly name: string;
  /** Declared by the client. */
  readonly type: string;
  readonly bytes: Buffer;
}

/** Parameters and files of a request, not yet checked. */
export interface RequestInput {
  readonly params: JsonObject;
  /** By form field. */
  readonly files: ReadonlyMap<string, Upload>;
}

const noInput: RequestInput = { params: {}, files: new Map() };

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
 * Parses the parameters of a body. A malformed body counts as empty, as on a real server: the error then names the
 * first missing parameter.
 */
export async function parseBody(contentType: string | undefined, body: Buffer): Promise<RequestInput> {
  const [type = ''] = (contentType ?? '').toLowerCase().split(';');
  switch (type.trim()) {
    case 'application/json':
      return { ...noInput, params: unwrapped(parseObject(body.toString('utf8'))) };
    case 'application/x-www-form-urlencoded':
      return { ...noInput, params: parsePairs(new URLSearchParams(body.toString('utf8'))) };
    case 'multipart/form-data':
      return parseForm(contentType!, body);
    default:
      return noInput;
  }
}

/** The SDKs wrap a GraphQL request, which has a member `query`, in a parameter `query`. */
function unwrapped(params: JsonObject): JsonObject {
  return isObject(params.query) ? params.query : params;
}

/** Parses parameters of a query string or a form; names with brackets nest. */
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

async function parseForm(contentType: string, body: Buffer): Promise<RequestInput> {
  let form: FormData;
  try {
    form = await new Response(body, { headers: { 'content-type': contentType } }).formData();
  } catch (error) {
    if (error instanceof TypeError) return noInput;
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
