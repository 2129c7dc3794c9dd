import type { Command } from 'commander';
import { outboxError } from '../../../shared/contracts/errors.ts';
import { err, ok, type Result } from '../../../shared/lang/result.ts';
import { ITEM_STATES, type ItemState } from '../../../shared/outbox/item.ts';
import {
  PRIORITY_WORDS,
  type Priority,
  type PriorityWord,
} from '../../../shared/outbox/priority.ts';
import { QUALIFIERS } from '../../../shared/search/search-term.ts';
import { type CliError, type UsageError, usage } from './cli-error.ts';

/** The options that choose items, as commander reads them. */
export interface FilterOptions {
  readonly state?: string;
  readonly origin?: string;
  readonly account?: string;
  readonly priority?: string;
  readonly ref?: string;
  readonly search?: string;
}

/** The same in the words of the API; what was not asked for is left out. */
export interface ItemFilter {
  readonly states?: ItemState[];
  readonly origin?: string;
  readonly account?: string;
  readonly priority?: Priority;
  readonly ref?: string;
  readonly search?: string;
}

export const filterOptions = (command: Command): Command =>
  command
    .option('--state <states>', `only these, with commas between: ${ITEM_STATES.join(', ')}`)
    .option('--origin <origin>', 'only for this server, e.g. https://api.example')
    .option('--account <name>', 'only those of this account')
    .option('--priority <priority>', 'only low, normal, high or urgent (or 1 to 4)')
    .option('--ref <ref>', "only with this reference of the caller's own")
    .option(
      '--search <text>',
      `only with these words, or status:422, age:>2d and the like: ${QUALIFIERS.join(', ')}`,
    );

/** USAGE for a state or a server, PRIORITY_INVALID for a priority that does not exist. */
export function itemFilterOf(options: FilterOptions): Result<ItemFilter, CliError> {
  const states = statesOf(options.state);
  if (!states.ok) return states;
  const priority = options.priority === undefined ? ok(null) : priorityOf(options.priority);
  if (!priority.ok) return priority;
  const origin = options.origin === undefined ? ok(null) : originOf(options.origin);
  if (!origin.ok) return origin;
  return ok({
    ...(states.value === null ? {} : { states: states.value }),
    ...(priority.value === null ? {} : { priority: priority.value }),
    ...(origin.value === null ? {} : { origin: origin.value }),
    ...(options.account === undefined ? {} : { account: options.account }),
    ...(options.ref === undefined ? {} : { ref: options.ref }),
    ...(options.search === undefined ? {} : { search: options.search }),
  });
}

function statesOf(text: string | undefined): Result<ItemState[] | null, CliError> {
  if (text === undefined) return ok(null);
  const states: ItemState[] = [];
  for (const word of text.split(',').map((one) => one.trim())) {
    const state = ITEM_STATES.find((known) => known === word);
    if (state === undefined) {
      return usage(`--state "${word}" does not exist; use ${ITEM_STATES.join(', ')}`);
    }
    states.push(state);
  }
  return ok(states);
}

/** A word or its number; PRIORITY_INVALID for anything else. */
export function priorityOf(text: string): Result<Priority, CliError> {
  const words = Object.keys(PRIORITY_WORDS) as PriorityWord[];
  const word = words.find((one) => one === text || String(PRIORITY_WORDS[one]) === text);
  return word === undefined
    ? err(outboxError('PRIORITY_INVALID', { value: text.slice(0, 40) }))
    : ok(PRIORITY_WORDS[word]);
}

/** The origin of a URL, so that a copied address will do; USAGE for anything else. */
export const originOf = (text: string): Result<string, UsageError> =>
  URL.canParse(text) && /^https?:/i.test(text)
    ? ok(new URL(text).origin)
    : usage(`--origin takes a server's address like https://api.example, not "${text}"`);
