import { ITEM_COLUMNS, streamFields } from '../rows/item-columns.ts';

/**
 * The columns of what belongs to an item, the tables in the order in which they can be filled. Each has a table
 * `aside_…` of the same columns, which a test holds them to.
 */
export const ASIDE_COLUMNS = {
  item: [...ITEM_COLUMNS, 'has_bodies'],
  request: ['item', 'revision', 'headers', 'body', 'text', 'template'],
  parent: ['child', 'position', 'parent_id', 'fills'],
  attempt: [
    'item',
    'number',
    'revision',
    'method',
    'url',
    'idempotency_key',
    'token_generation',
    'probe',
    'isolated',
    'started_at',
    'ended_at',
    'outcome',
    'outcome_kind',
    'status',
    'error_code',
    'counted',
    'report',
    'body_bytes',
    'body_file',
    'body_truncated',
  ],
  response_body: ['item', 'number', 'inline'],
  vault_ref: ['file', 'item'],
  damaged: ['item', 'found_at', 'row'],
  change: ['cursor', 'item', 'kind', 'state', 'at'],
} as const;

type Table = keyof typeof ASIDE_COLUMNS;

const KEY: Readonly<Record<Table, string>> = {
  item: 'seq',
  request: 'item',
  parent: 'child',
  attempt: 'item',
  response_body: 'item',
  vault_ref: 'item',
  damaged: 'item',
  change: 'item',
};

function copy(table: Table, from: '' | 'aside_', to: '' | 'aside_'): string {
  const columns = ASIDE_COLUMNS[table].join(', ');
  // Tombstones are the feed's, not the item's.
  const own = table === 'change' && from === '' ? ' AND state IS NOT NULL' : '';
  return `INSERT INTO ${to}${table} (${columns})
    SELECT ${columns} FROM ${from}${table} WHERE ${KEY[table]} = ?${own}`;
}

const away = (table: Table): string => copy(table, '', 'aside_');
const back = (table: Table): string => copy(table, 'aside_', '');

/** Items that were removed and can still be brought back, with all that belongs to them. */
export const ASIDE_SQL = {
  setItemAside: away('item'),
  setRequestsAside: away('request'),
  setParentsAside: away('parent'),
  setAttemptsAside: away('attempt'),
  setResponseBodiesAside: away('response_body'),
  setFilesAside: away('vault_ref'),
  setDamagedAside: away('damaged'),
  setChangesAside: away('change'),

  bringItemBack: back('item'),
  bringRequestsBack: back('request'),
  bringParentsBack: back('parent'),
  bringAttemptsBack: back('attempt'),
  bringResponseBodiesBack: back('response_body'),
  bringFilesBack: back('vault_ref'),
  bringDamagedBack: back('damaged'),
  bringChangesBack: back('change'),

  asideSeqOf: 'SELECT seq FROM aside_item WHERE id = ?',
  asideById: `SELECT ${ITEM_COLUMNS.join(', ')},
      ${streamFields('aside_item')}
    FROM aside_item WHERE id = ?`,
  filesOfAside: 'SELECT file FROM aside_vault_ref WHERE item = ? ORDER BY file',
  purgeAside: 'DELETE FROM aside_item WHERE seq = ?',
} as const;

/** In this order: a row needs the one that it refers to. */
export const TO_ASIDE = [
  'setItemAside',
  'setRequestsAside',
  'setParentsAside',
  'setAttemptsAside',
  'setResponseBodiesAside',
  'setFilesAside',
  'setDamagedAside',
  'setChangesAside',
] as const;

export const FROM_ASIDE = [
  'bringItemBack',
  'bringRequestsBack',
  'bringParentsBack',
  'bringAttemptsBack',
  'bringResponseBodiesBack',
  'bringFilesBack',
  'bringDamagedBack',
  'bringChangesBack',
] as const;
