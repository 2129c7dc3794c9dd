import { outbox } from './0001-outbox.ts';
import { batches } from './0002-batches.ts';
import { failures } from './0003-failures.ts';
import { undo } from './0004-undo.ts';
import { search } from './0005-search.ts';
import { blocked } from './0006-blocked.ts';
import { throughput } from './0007-throughput.ts';
import { pauseUntil } from './0008-pause-until.ts';
import { apps } from './0009-apps.ts';
import { checkUrl } from './0010-check-url.ts';
import { templates } from './0011-templates.ts';
import { subject } from './0012-subject.ts';
import type { Migration } from './migration.ts';

/** In order, without gaps: the last one's version is the schema's. */
export const MIGRATIONS: readonly Migration[] = [
  outbox,
  batches,
  failures,
  undo,
  search,
  blocked,
  throughput,
  pauseUntil,
  apps,
  checkUrl,
  templates,
  subject,
];

export const SCHEMA_VERSION = MIGRATIONS.length;
