import type { Command } from 'commander';
import type { CallInput } from '../../../../shared/contracts/outbox-api.ts';
import { ok, type Result } from '../../../../shared/lang/result.ts';
import type { ItemState } from '../../../../shared/outbox/item.ts';
import { type CliError, usage } from '../cli-error.ts';
import { type FilterOptions, filterOptions, itemFilterOf } from '../item-filter.ts';

export type Selection = CallInput<'hold'>['items'];

export interface SelectionOptions extends FilterOptions {
  readonly all?: true;
}

export const selectionOptions = (command: Command): Command =>
  filterOptions(command).option('--all', 'all with which this can be done');

/**
 * Which items a command is to be carried out on. `meant` are the states in which it means something: a filter
 * without states, and `--all`, are limited to these. USAGE when nothing, or two things at once, is named.
 */
export function selectionOf(
  ids: readonly string[],
  options: SelectionOptions,
  meant: readonly ItemState[],
): Result<Selection, CliError> {
  const filter = itemFilterOf(options);
  if (!filter.ok) return filter;
  const filtered = Object.keys(filter.value).length > 0;
  const ways = [ids.length > 0, filtered, options.all === true].filter(Boolean).length;
  if (ways === 0) {
    return usage('name items by id, choose them (--state, --origin, …), or say --all');
  }
  if (ways > 1) return usage('ids, a filter and --all exclude each other; give one of them');
  return ids.length > 0
    ? ok({ ids: [...ids] })
    : ok({ filter: { states: [...meant], ...filter.value } });
}
