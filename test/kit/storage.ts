import { createHash } from 'node:crypto';
import { apiError, type Behaviour, deleted, type Exchange, hangUp, json, text } from './faults.ts';

interface StoredFile {
  readonly id: string;
  readonly fields: readonly (readonly [name: string, value: string])[];
  readonly name: string;
  readonly bytes: Buffer;
  readonly chunksTotal: number;
  chunksUploaded: number;
}

/**
 * Fault of one POST: it never arrives, its answer never comes back, it seems lost and is stored just before the
 * next POST, or something else answers.
 */
export type PostFault = 'request lost' | 'answer lost' | 'stored late' | Behaviour;

/**
 * The storage of an Appwrite, as far as uploads and downloads need it. Like the real one it counts a chunk that comes
 * twice twice, and calls a file complete when the count is reached, whatever is in it.
 */
export class TestStorage {
  readonly #chunkBytes: number;
  readonly files = new Map<string, StoredFile>();
  /** The content-range of each POST, in order; of a whole file: `whole`. */
  readonly posts: string[] = [];
  /** Faults by the index of the POST. */
  readonly faults = new Map<number, PostFault>();
  /** The IDs that were deleted. */
  readonly deletions: string[] = [];
  /** Maximum number of POSTs that were in progress at the same time. */
  maxConcurrent = 0;
  /** Time that each POST waits for others that were sent at the same time. */
  patienceMs = 10;
  #underWay = 0;
  /** Stores what was sent some time ago. */
  #late: (() => void) | undefined;

  /** @param chunkBytes size of the chunks that the client sends */
  constructor(chunkBytes = 5 * 1024 * 1024) {
    this.#chunkBytes = chunkBytes;
  }

  /** A behaviour for a fault server. */
  readonly behaviour: Behaviour = async (exchange) => {
    const { method, url } = exchange.hit;
    const id = decodeURIComponent(url.split('/files/')[1]?.split(/[/?]/)[0] ?? '');
    if (method === 'POST') return this.#post(exchange);
    const file = this.files.get(id);
    if (file === undefined) return apiError(404, 'storage_file_not_found', 'No such file')(exchange);
    if (method === 'DELETE') {
      this.files.delete(id);
      this.deletions.push(id);
      return deleted(exchange);
    }
    if (url.endsWith('/download')) return download(file)(exchange);
    return json(describe(file))(exchange);
  };

  /** The bytes of a complete file. */
  bytes(id: string): Buffer | undefined {
    const file = this.files.get(id);
    return file && file.chunksUploaded >= file.chunksTotal ? file.bytes : undefined;
  }

  /** Puts a whole file there. */
  put(id: string, bytes: Buffer, name = 'file.bin'): void {
    this.files.set(id, { id, name, bytes, fields: [], chunksTotal: 1, chunksUploaded: 1 });
  }

  async #post(exchange: Exchange): Promise<void> {
    const range = exchange.hit.headers['content-range'];
    const fault = this.faults.get(this.posts.length);
    this.posts.push(range ?? 'whole');
    this.maxConcurrent = Math.max(this.maxConcurrent, ++this.#underWay);
    try {
      await new Promise((resolve) => setTimeout(resolve, this.patienceMs));
      this.#late?.();
      this.#late = undefined;
      if (fault === 'request lost') return hangUp(exchange);
      if (fault === 'stored late') {
        this.#late = () => void this.#store(exchange, range);
        return hangUp(exchange);
      }
      if (typeof fault === 'function') return fault(exchange);
      const answer = this.#store(exchange, range);
      return await (fault === 'answer lost' ? hangUp : answer)(exchange);
    } finally {
      this.#underWay--;
    }
  }

  #store({ hit }: Exchange, range: string | undefined): Behaviour {
    const { fields, file } = parseForm(hit.body, String(hit.headers['content-type']));
    const id = String(
      hit.headers['x-appwrite-id'] ??
        fields.find(([name]) => name === 'fileId')?.[1] ??
        `made-${this.posts.length}`,
    );
    const existing = this.files.get(id);
    if (existing && existing.chunksUploaded >= existing.chunksTotal)
      return apiError(409, 'storage_file_already_exists', 'There is such a file');
    const [, start, end, total] = /^bytes (\d+)-(\d+)\/(\d+)$/.exec(range ?? '') ?? [];
    const size = total === undefined ? file.bytes.length : Number(total);
    if (range !== undefined && Number(end) - Number(start) + 1 !== file.bytes.length)
      return apiError(400, 'storage_invalid_content_range', 'The range is not as long as the chunk');
    const chunksTotal = Math.max(1, Math.ceil(size / this.#chunkBytes));
    const stored = existing ?? {
      id,
      fields,
      name: file.name,
      bytes: Buffer.alloc(size),
      chunksTotal,
      chunksUploaded: 0,
    };
    file.bytes.copy(stored.bytes, Number(start ?? 0));
    stored.chunksUploaded++;
    this.files.set(id, stored);
    return json(describe(stored), 201);
  }
}

function describe({ id, name, bytes, chunksTotal, chunksUploaded }: StoredFile) {
  const isWhole = chunksUploaded >= chunksTotal;
  const signature = isWhole ? createHash('md5').update(bytes).digest('hex') : '';
  return { $id: id, name, signature, sizeOriginal: bytes.length, chunksTotal, chunksUploaded };
}

function download({ bytes, name }: StoredFile): Behaviour {
  return (exchange) => {
    const headers = {
      'content-disposition': `attachment; filename="${name}"`,
      'content-type': 'application/octet-stream',
    };
    const [, start] = /^bytes=(\d+)-$/.exec(exchange.hit.headers.range ?? '') ?? [];
    if (start === undefined) return text(bytes, 200, headers)(exchange);
    const part = bytes.subarray(Number(start));
    const range = `bytes ${start}-${bytes.length - 1}/${bytes.length}`;
    return text(part, 206, { ...headers, 'content-range': range })(exchange);
  };
}

/** Reads a form whose last part is the file. */
export function parseForm(body: Buffer, contentType: string) {
  const boundary = /boundary=(.+)$/.exec(contentType)?.[1];
  const delimiter = Buffer.from(`\r\n--${boundary}`);
  const whole = Buffer.concat([Buffer.from('\r\n'), body]);
  const fields: [string, string][] = [];
  let file = { field: '', name: '', bytes: Buffer.alloc(0) };
  for (let at = 0; ; ) {
    const start = at + delimiter.length + 2;
    const end = whole.indexOf(delimiter, start);
    if (end < 0) return { fields, file };
    const headEnd = whole.indexOf('\r\n\r\n', start);
    const head = whole.subarray(start, headEnd).toString();
    const value = whole.subarray(headEnd + 4, end);
    const name = /; name="([^"]*)"/.exec(head)?.[1] ?? '';
    const filename = /; filename="([^"]*)"/.exec(head)?.[1];
    if (filename === undefined) fields.push([name, value.toString()]);
    else file = { field: name, name: filename, bytes: Buffer.from(value) };
    at = end;
  }
}
