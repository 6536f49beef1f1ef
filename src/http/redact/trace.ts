import { visible } from '../../lib/text/visible.ts';
import type { Headers } from '../../transport.ts';
import type { Body } from '../types.ts';
import type { Mask } from './mask.ts';
import { maskHeader } from './mask.ts';

const maxBodyLength = 16_384;

/** Writes requests and responses line by line, as `> …` and `< …`, with secrets masked. */
export class Trace {
  readonly #write: (line: string) => void;
  readonly #mask: Mask;

  constructor(write: (line: string) => void, mask: Mask) {
    this.#write = write;
    this.#mask = mask;
  }

  request(method: string, url: string, headers: Headers, body: Body | undefined): void {
    this.#line('>', `${method} ${url}`);
    this.#headers('>', headers);
    if (body?.kind === 'json') this.#body('>', body.text);
    if (body?.kind !== 'form') return;
    for (const [name, value] of body.fields)
      this.#body('>', `${JSON.stringify(name)}: ${JSON.stringify(value)}`);
    const { field, filename, size } = body.file;
    this.#body('>', `"${field}": file ${JSON.stringify(filename)}, ${size ?? 'an unknown number of'} bytes`);
  }

  response(status: number, statusText: string, headers: Headers): void {
    this.#line('<', `${status} ${statusText}`.trim());
    this.#headers('<', headers);
  }

  responseBody(text: string): void {
    if (text !== '') this.#body('<', text);
  }

  failure(message: string): void {
    this.#line('!', message);
  }

  #headers(mark: string, headers: Headers): void {
    for (const [name, value] of Object.entries(headers))
      for (const one of value === undefined ? [] : [value].flat())
        this.#write(`${mark} ${visible(`${name}: ${maskHeader(name, one, this.#mask)}`)}`);
  }

  #body(mark: string, text: string): void {
    const shown = this.#mask(text);
    const cut = shown.length > maxBodyLength;
    const lines = (cut ? shown.slice(0, maxBodyLength) : shown).split(/\r?\n/);
    for (const line of lines) this.#write(`${mark} ${visible(line)}`);
    if (cut) this.#write(`${mark} … ${shown.length - maxBodyLength} more characters`);
  }

  #line(mark: string, text: string): void {
    this.#write(`${mark} ${visible(this.#mask(text))}`);
  }
}
