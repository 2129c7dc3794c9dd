import { type OutboxError, outboxError } from '../../shared/contracts/errors.ts';
import { harOf } from '../../shared/contracts/har.ts';
import { err, ok, type Result } from '../../shared/lang/result.ts';
import { curlCommand } from '../core/export/curl.ts';
import { exportPage } from '../core/export/export-page.ts';
import { harEntries } from '../core/export/har.ts';
import type { ExportDeps } from '../core/export/text-of-item.ts';
import type { Handlers } from './api.ts';
import { exportCursorOf, exportPositionOf } from './cursors.ts';
import { type SelectionDeps, selected, visibleItem } from './selection-of.ts';
import { mapped } from './views.ts';

export type ExportCall = 'curl' | 'har' | 'export';

/** Items for other programs. */
export function createExportHandlers(deps: ExportDeps & SelectionDeps): Pick<Handlers, ExportCall> {
  const { read } = deps;
  return {
    curl({ id, shell, ...asked }, source) {
      const item = visibleItem(read, id, source);
      if (!item.ok) return item;
      const secrets = secretsAsked(asked);
      if (!secrets.ok) return secrets;
      const command = curlCommand(deps, item.value, { shell, secrets: secrets.value });
      return mapped(command, (text) => ({ text }));
    },
    async har({ id, bodies, ...asked }, source) {
      const item = visibleItem(read, id, source);
      if (!item.ok) return item;
      const secrets = secretsAsked(asked);
      if (!secrets.ok) return secrets;
      const entries = await harEntries(deps, item.value, { bodies, secrets: secrets.value });
      return ok(harOf(entries, deps.version));
    },
    async export({ items, format, bodies, after: cursor, ...asked }, source) {
      const secrets = secretsAsked(asked);
      if (!secrets.ok) return secrets;
      const position = cursor === undefined ? null : exportPositionOf(cursor);
      if (cursor !== undefined && position === null)
        return err(outboxError('CURSOR_INVALID', { cursor: cursor.slice(0, 40) }));
      const selection = await selected(deps, items, source);
      if (!selection.ok) return selection;
      const wish = { format, bodies, secrets: secrets.value };
      const { next, ...page } = await exportPage(deps, selection.value, wish, position);
      return ok({ ...page, next: next === null ? null : exportCursorOf(next) });
    },
  };
}

/** Whether secrets are wanted; SECRETS_UNCONFIRMED where they were asked for once. */
const secretsAsked = (asked: {
  readonly secrets: boolean;
  readonly secretsConfirmed: boolean;
}): Result<boolean, OutboxError> =>
  asked.secrets && !asked.secretsConfirmed
    ? err(outboxError('SECRETS_UNCONFIRMED'))
    : ok(asked.secrets);
