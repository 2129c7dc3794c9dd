import type { OutboxError } from '../../shared/contracts/errors.ts';
import type { CallInput } from '../../shared/contracts/outbox-api.ts';
import { ok, type Result } from '../../shared/lang/result.ts';
import type { ExportFormat } from '../../shared/outbox/export-format.ts';
import type { OutboxClient } from '../transport/outbox-client.ts';

interface ExportFile {
  readonly name: string;
  readonly type: string;
  /** Excel and PowerShell 5 take a file for one of the system's old code page unless it begins with this. */
  readonly mark: string;
}

const UTF8_MARK = '\ufeff';

const file = (extension: string, type: string, mark = ''): ExportFile => ({
  name: `outtray-items.${extension}`,
  type,
  mark,
});

export const EXPORT_FILES: Readonly<Record<ExportFormat, ExportFile>> = {
  csv: file('csv', 'text/csv', UTF8_MARK),
  har: file('har', 'application/json'),
  jsonl: file('jsonl', 'application/jsonl'),
  curl: file('sh', 'text/x-shellscript'),
  powershell: file('ps1', 'text/plain', UTF8_MARK),
};

export interface Exported {
  readonly texts: readonly string[];
  readonly items: number;
}

/** All pages of an export; null once it was given up. `onItems` hears how many items are in it so far. */
export async function exportAll(
  client: Pick<OutboxClient, 'call'>,
  asked: Omit<CallInput<'export'>, 'after'>,
  onItems: (items: number) => void,
  givenUp: AbortSignal,
): Promise<Result<Exported | null, OutboxError>> {
  const texts: string[] = [];
  let items = 0;
  let from: { after?: string } = {};
  for (;;) {
    const page = await client.call('export', { ...asked, ...from });
    if (givenUp.aborted) return ok(null);
    if (!page.ok) return page;
    texts.push(page.value.text);
    items += page.value.items;
    if (page.value.next === null) return ok({ texts, items });
    onItems(items);
    from = { after: page.value.next };
  }
}
