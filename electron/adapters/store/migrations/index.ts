import { outbox } from './0001-outbox.ts';
import type { Migration } from './migration.ts';

/** In order, without gaps: the last one's version is the schema's. */
export const MIGRATIONS: readonly Migration[] = [outbox];

export const SCHEMA_VERSION = MIGRATIONS.length;
