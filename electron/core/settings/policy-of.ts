import type { Settings } from '../../../shared/contracts/settings.ts';
import { DEFAULT_POLICY, type Policy } from '../policy.ts';

const DAY = 86_400_000;
const GIGABYTE = 1e9;

/** The outbox's policy; slots and retention are what the settings say whenever they are asked for. */
export function policyOf(current: () => Settings): Policy {
  return {
    ...DEFAULT_POLICY,
    get slots() {
      const settings = current();
      return {
        ...DEFAULT_POLICY.slots,
        all: settings['slots.all'],
        perOrigin: settings['slots.perOrigin'],
      };
    },
    get retention() {
      const settings = current();
      return {
        ...DEFAULT_POLICY.retention,
        items: settings['retention.itemsDays'] * DAY,
        count: settings['retention.itemsCount'],
        bodies: settings['retention.bodiesDays'] * DAY,
      };
    },
  };
}

/** What the vault may keep, in bytes. */
export const vaultBytes = (settings: Settings): number => settings['vault.maxGigabytes'] * GIGABYTE;
