import { z } from 'zod';
import { ITEM_STATES } from '../outbox/item.ts';

export const itemId = z.string().min(1);

/** What items can be chosen by, in lists and in bulk calls alike; all of it must be the case. */
export const filterShape = {
  states: z.array(z.enum(ITEM_STATES)).optional(),
  origin: z.string().optional(),
  account: z.string().optional(),
  priority: z.literal([1, 2, 3, 4]).optional(),
  ref: z.string().optional(),
  /** The text of the search box (`shared/search`); SEARCH_INVALID says which term is wrong. */
  search: z.string().optional(),
  /** `FailureGroup.key` */
  group: z.string().min(1).optional(),
};

export type FilterInput = z.infer<z.ZodObject<typeof filterShape>>;

const filterInput = z
  .strictObject({ ...filterShape, states: filterShape.states.unwrap().min(1).optional() })
  .refine(
    ({ search, ...others }) =>
      (search !== undefined && search.trim() !== '') ||
      Object.values(others).some((value) => value !== undefined),
    { message: 'an empty filter means everything by accident; say {"all":true}' },
  );

/** Bulk calls name items, or all that a filter matches; everything has to be said. */
export const selectionInput = z.union([
  z.strictObject({ ids: z.array(itemId).min(1).max(100_000) }),
  z.strictObject({ filter: filterInput }),
  z.strictObject({ all: z.literal(true) }),
]);

/** The input of a call on many items. */
export const on = <Shape extends z.ZodRawShape>(shape: Shape) =>
  z.strictObject({ items: selectionInput, ...shape });
