import path from 'node:path';
import { Readable } from 'node:stream';
import type { Call } from '../../core/call.ts';
import { colourParam } from '../../core/colour.ts';
import { notImplemented } from '../../core/errors.ts';
import { Reply } from '../../core/http/reply.ts';
import type { Handler } from '../../core/module.ts';
import type { StoredFile } from '../../core/records/storage.ts';
import { readableFile, readableLength } from './files.ts';
import type { Edits } from './image.ts';
import { collect } from './serve.ts';

/** Types of images that the sandbox can read. */
const readTypes: readonly string[] = ['image/png', 'image/jpeg', 'image/gif', 'image/bmp', 'image/tiff'];
/** Types that it can write, by the API's names. */
const writtenTypes = { jpg: 'image/jpeg', jpeg: 'image/jpeg', png: 'image/png', gif: 'image/gif' } as const;
/** A larger file would take too much memory as an image. */
const maxFileBytes = 20_000_000;

type Written = (typeof writtenTypes)[keyof typeof writtenTypes];

/** @throws ApiError 501 for a format that the sandbox can't write */
function writtenType(call: Call, file: StoredFile): Written {
  const asked = call.params.string('output', '');
  if (asked === 'webp') {
    // As Appwrite 1.5.7 does for a client that does not say that it takes WebP.
    if (!call.request.headers.accept?.includes('image/webp')) return 'image/jpeg';
    throw notImplemented('The sandbox can write jpg, png and gif images, but no webp.');
  }
  const extension = path.extname(file.name).slice(1).toLowerCase();
  return (writtenTypes as Record<string, Written>)[asked || extension] ?? 'image/jpeg';
}

/** @throws ApiError 501 if the sandbox can't read the file as an image */
function requireImage({ mimeType, sizeOriginal }: StoredFile): void {
  if (!readTypes.includes(mimeType)) {
    throw notImplemented(
      `The sandbox makes previews of png, jpeg, gif, bmp and tiff images, not of ${mimeType}.`,
    );
  }
  if (sizeOriginal > maxFileBytes) {
    throw notImplemented(`The sandbox makes previews of images of up to ${maxFileBytes} bytes.`);
  }
}

function edits(call: Call): Edits {
  const { params } = call;
  return {
    width: params.number('width', 0),
    height: params.number('height', 0),
    gravity: params.string('gravity', 'center') || 'center',
    opacity: params.number('opacity', 1),
    background: colourParam(call, 'background'),
    borderWidth: params.number('borderWidth', 0),
    borderColor: colourParam(call, 'borderColor'),
    borderRadius: params.number('borderRadius', 0),
    rotation: params.number('rotation', 0),
  };
}

export const previewHandlers: Record<string, Handler> = {
  /**
   * Answers with a changed image.
   * @throws ApiError 501 for other files, and for formats that the sandbox does not support
   */
  'storage.getFilePreview': async (call) => {
    const file = readableFile(call);
    const length = readableLength(file);
    const wanted = edits(call);
    const type = writtenType(call, file);
    requireImage(file);
    const bytes = await collect(call.kernel.blobs.read(file.blob, 0, length));
    const { edit } = await import('./image.ts');
    const image = await edit(bytes, wanted, type, call.params.number('quality', 100));
    return new Reply({ headers: { 'content-type': type }, body: Readable.from([image]) });
  },
};
