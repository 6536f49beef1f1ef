import type { Module } from '../module.ts';
import { attributeHandlers } from './attributes/attributes.ts';
import { scalarHandlers } from './attributes/scalars.ts';
import { collectionHandlers } from './collections.ts';
import { databaseHandlers } from './databases.ts';
import { documentHandlers } from './documents/documents.ts';
import { indexHandlers } from './indexes/indexes.ts';
import { relationshipHandlers } from './relationships/relationships.ts';
import { resumeWork } from './work.ts';

/** Databases, collections, attributes, indexes and documents. */
export const databases: Module = {
  handlers: {
    ...databaseHandlers,
    ...collectionHandlers,
    ...attributeHandlers,
    ...scalarHandlers,
    ...relationshipHandlers,
    ...indexHandlers,
    ...documentHandlers,
  },
  start: resumeWork,
};
