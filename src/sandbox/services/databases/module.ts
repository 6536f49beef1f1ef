import type { Module } from '../../core/module.ts';
import { attributeHandlers } from './attributes/attributes.ts';
import { scalarHandlers } from './attributes/scalars.ts';
import { collectionHandlers } from './collections.ts';
import { databaseHandlers } from './databases.ts';
import { documentHandlers } from './documents/documents.ts';
import { indexHandlers } from './indexes/indexes.ts';
import { logHandlers } from './logs.ts';
import { resumeJobs } from './pending-jobs.ts';
import { relationshipHandlers } from './relationships/relationships.ts';

/** Databases, collections, attributes, indexes and documents. */
export const databasesModule: Module = {
  handlers: {
    ...databaseHandlers,
    ...collectionHandlers,
    ...attributeHandlers,
    ...scalarHandlers,
    ...relationshipHandlers,
    ...indexHandlers,
    ...documentHandlers,
    ...logHandlers,
  },
  resume: resumeJobs,
};
