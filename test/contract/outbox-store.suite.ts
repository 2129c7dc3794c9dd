import { describe } from 'vitest';
import { attemptRecords } from './store-suite/attempt-records.ts';
import { claimsAndTimes } from './store-suite/claims-and-times.ts';
import { failureGroups } from './store-suite/failure-groups.ts';
import { feedAndSettings } from './store-suite/feed-and-settings.ts';
import { itemsAndRequests } from './store-suite/items-and-requests.ts';
import { keepingAndDropping } from './store-suite/keeping-and-dropping.ts';
import { listsAndLookUps } from './store-suite/lists-and-look-ups.ts';
import { searches } from './store-suite/searches.ts';
import { templates } from './store-suite/templates.ts';
import { throughput } from './store-suite/throughput.ts';
import { undoing } from './store-suite/undoing.ts';
import type { OpenStore } from './store-suite/use-store.ts';
import { writes } from './store-suite/writes.ts';

/** What every implementation of the store's port must do. */
export function outboxStoreSuite(name: string, open: OpenStore): void {
  describe(`${name} as an outbox store`, () => {
    itemsAndRequests(open);
    templates(open);
    attemptRecords(open);
    listsAndLookUps(open);
    failureGroups(open);
    searches(open);
    claimsAndTimes(open);
    keepingAndDropping(open);
    undoing(open);
    feedAndSettings(open);
    throughput(open);
    writes(open);
  });
}
