import { z } from 'zod';
import { ITEM_STATES } from '../outbox/item.ts';

export const itemId = z.string().min(1);

const filterInput = z
  .strictObject({
    states: z.array(z.enum(ITEM_STATES)).min(1).optional(),
    origin: z.string().optional(),
    account: z.string().optional(),
    priority: z.literal([1, 2, 3, 4]).optional(),
    ref: z.string().optional(),
    /** A `FailureGroup.key`. */
    group: z.string().optional(),
  })
  .refine((filter) => Object.values(filter).some((value) => value !== undefined), {
    message: 'an empty filter means everything by accident; say {"all":true}',
  });

/** Bulk calls name items, or all that a filter matches; everything has to be said. */
export const selectionInput = z.union([
  z.strictObject({ ids: z.array(itemId).min(1).max(100_000) }),
  z.strictObject({ filter: filterInput }),
  z.strictObject({ all: z.literal(true) }),
]);

/** The input of a call on many items. */
export const on = <Shape extends z.ZodRawShape>(shape: Shape) =>
  z.strictObject({ items: selectionInput, ...shape });
