import { databases } from './databases/databases.ts';
import { health } from './health/health.ts';
import { locale } from './locale/locale.ts';
import type { Module } from './module.ts';
import { storage } from './storage/storage.ts';

/** Every part of the sandbox. A new one is added here, and nowhere else. */
export const modules: readonly Module[] = [databases, storage, health, locale];
