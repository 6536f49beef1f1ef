import type { Module } from '../../core/module.ts';
import { bucketHandlers } from './buckets.ts';
import { fileHandlers } from './files.ts';
import { previewHandlers } from './preview.ts';
import { contentHandlers } from './storage.ts';
import { uploadHandlers } from './upload.ts';

/** Buckets and the files in them. */
export const storage: Module = {
  handlers: {
    ...bucketHandlers,
    ...fileHandlers,
    ...uploadHandlers,
    ...contentHandlers,
    ...previewHandlers,
  },
};
