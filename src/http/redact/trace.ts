import { visible } from '../../lib/text/visible.ts';
import type { Headers } from '../../transport.ts';
import type { Body } from '../types.ts';
import { createMask, type Mask, maskHeader, secretsInPart } from './mask.ts';

const maxBodyLength = 16_384;
/** Text after the part that is shown, in which a secret may end that begins there. */
const marginLength = 65_536;

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

  /** A secret of the response is masked wherever else it stands in it: a message kept by a sandbox has it in its text. */
  responseBody(text: string): void {
    if (text === '') return;
    const own = createMask(secretsInPart(text.slice(0, maxBodyLength + marginLength)));
    this.#body('<', text, (part) => own(this.#mask(part)));
  }

  failure(message: string): void {
    this.#line('!', message);
  }

  #headers(mark: string, headers: Headers): void {
    for (const [name, value] of Object.entries(headers))
      for (const one of value === undefined ? [] : [value].flat())
        this.#write(`${mark} ${visible(`${name}: ${maskHeader(name, one, this.#mask)}`)}`);
  }

  #body(mark: string, text: string, mask = this.#mask): void {
    const isLong = text.length > maxBodyLength + marginLength;
    const masked = mask(isLong ? text.slice(0, maxBodyLength + marginLength) : text);
    // The end of a cut text may be the first half of a secret.
    const safeLength = isLong ? Math.max(0, masked.length - marginLength) : masked.length;
    const shown = masked.slice(0, Math.min(maxBodyLength, safeLength));
    for (const line of shown.split(/\r?\n/)) this.#write(`${mark} ${visible(line)}`);
    const hidden = (isLong ? text : masked).length - shown.length;
    if (hidden > 0) this.#write(`${mark} … ${hidden} more characters`);
  }

  #line(mark: string, text: string): void {
    this.#write(`${mark} ${visible(this.#mask(text))}`);
  }
}
