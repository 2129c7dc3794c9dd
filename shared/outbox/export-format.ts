/** What items are exported as. */
export const EXPORT_FORMATS = ['jsonl', 'csv', 'har', 'curl', 'powershell'] as const;

export type ExportFormat = (typeof EXPORT_FORMATS)[number];

/** Those in which secrets can stand at all. */
export const bringsSecrets = (format: ExportFormat): boolean =>
  format !== 'jsonl' && format !== 'csv';
