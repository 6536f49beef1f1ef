import path from 'node:path';
import { Readable } from 'node:stream';
import type { Call } from '../../core/call.ts';
import { black, type Colour, colourParam } from '../../core/colour.ts';
import { notImplemented } from '../../core/errors.ts';
import { Reply } from '../../core/http/reply.ts';
import type { Handler } from '../../core/module.ts';
import type { StoredFile } from '../../core/records/storage.ts';
import { readableFile, readableLength } from './files.ts';
import { drawIcon, iconBackground } from './icon.ts';
import type { Edits } from './image.ts';
import { collect } from './serve.ts';

/** Types of pictures that the server reads. */
const readTypes: readonly string[] = ['image/png', 'image/jpeg', 'image/gif'];
/** Types that it writes, by the API's names; it also writes WebP, which the sandbox can't. */
const writtenTypes = { jpg: 'image/jpeg', jpeg: 'image/jpeg', png: 'image/png', gif: 'image/gif' } as const;
/** The server shows an icon instead of a larger picture. */
const maxPictureBytes = 20_000_000;

type Written = (typeof writtenTypes)[keyof typeof writtenTypes];

/**
 * @param extension of the picture, with its dot
 * @throws ApiError 501 for a format that the sandbox can't write
 */
function writtenType(call: Call, extension: string): Written {
  const asked = call.params.string('output', '');
  if (asked === 'webp') {
    // As Appwrite 1.5.7 does for a client that does not say that it takes WebP.
    if (!call.request.headers.accept?.includes('image/webp')) return 'image/jpeg';
    throw notImplemented('The sandbox can write jpg, png and gif images, but no webp.');
  }
  return (writtenTypes as Record<string, Written>)[asked || extension.slice(1).toLowerCase()] ?? 'image/jpeg';
}

/** True if the server makes the preview from the file itself. */
const isPicture = ({ mimeType, sizeOriginal }: StoredFile): boolean =>
  readTypes.includes(mimeType) && sizeOriginal <= maxPictureBytes;

/** A picture to make a preview from. */
interface Original {
  readonly picture: Buffer;
  /** With its dot. */
  readonly extension: string;
  /** Colour behind it, if the request names none. */
  readonly background: Colour | undefined;
}

async function pictureOf(call: Call, { blob, name }: StoredFile, length: number): Promise<Original> {
  const picture = await collect(call.kernel.blobs.read(blob, 0, length));
  return { picture, extension: path.extname(name), background: undefined };
}

async function iconOf({ name }: StoredFile): Promise<Original> {
  return { picture: await drawIcon(name), extension: '.png', background: iconBackground };
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
    borderColor: colourParam(call, 'borderColor') ?? black,
    borderRadius: params.number('borderRadius', 0),
    rotation: params.number('rotation', 0),
  };
}

export const previewHandlers: Record<string, Handler> = {
  /**
   * Answers with a changed picture; for any other file, with an icon.
   * @throws ApiError 400 general_argument_invalid for a picture that can't be read, 501 for WebP
   */
  'storage.getFilePreview': async (call) => {
    const file = readableFile(call);
    const length = readableLength(file);
    const given = edits(call);
    const { picture, extension, background } = isPicture(file)
      ? await pictureOf(call, file, length)
      : await iconOf(file);
    const type = writtenType(call, extension);
    const { editPicture } = await import('./picture-jobs.ts');
    const wanted = { ...given, background: given.background ?? background };
    const image = await editPicture(picture, wanted, type, call.params.number('quality', 100));
    return new Reply({ headers: { 'content-type': type }, body: Readable.from([image]) });
  },
};
