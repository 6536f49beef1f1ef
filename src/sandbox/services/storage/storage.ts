import type { Call } from '../../core/call.ts';
import type { Reply } from '../../core/http/reply.ts';
import type { Handler, Module } from '../../core/module.ts';
import type { StoredFile } from '../../core/records/storage.ts';
import { bucketHandlers } from './buckets.ts';
import { fileHandlers, readableFile, readableLength } from './files.ts';
import { previewHandlers } from './preview.ts';
import { serve } from './serve.ts';
import { fileUploadHandlers } from './upload.ts';

/** Types that a browser may display. All others are served as text, so that no script in them runs. */
const shown = /^(image|audio|video)\/|^application\/pdf$|^text\/plain$/;

function content(
  call: Call,
  file: StoredFile,
  disposition: 'attachment' | 'inline',
  type: string,
): Promise<Reply> {
  const { blob, sizeOriginal, name } = file;
  return serve(call, { blob, readable: readableLength(file), size: sizeOriginal, type, disposition, name });
}

const contentHandlers: Record<string, Handler> = {
  'storage.getFileDownload': (call) => {
    const file = readableFile(call);
    return content(call, file, 'attachment', file.mimeType);
  },

  'storage.getFileView': (call) => {
    Object.assign(call.headers, {
      'content-security-policy': 'script-src none;',
      'x-content-type-options': 'nosniff',
    });
    const file = readableFile(call);
    return content(call, file, 'inline', shown.test(file.mimeType) ? file.mimeType : 'text/plain');
  },
};

/** Buckets and their files. */
export const storageModule: Module = {
  handlers: {
    ...bucketHandlers,
    ...fileHandlers,
    ...fileUploadHandlers,
    ...contentHandlers,
    ...previewHandlers,
  },
};
