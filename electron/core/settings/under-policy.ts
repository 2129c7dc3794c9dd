import type { SettingOrigin } from '../../../shared/contracts/managed.ts';
import {
  DEFAULT_SETTINGS,
  SETTING_KEYS,
  type SettingKey,
  type Settings,
  type SettingsView,
  type SettingValue,
} from '../../../shared/contracts/settings.ts';
import { policyTrouble } from '../../../shared/messages/policy-words.ts';
import { settingsProblemSentence } from '../../../shared/messages/settings-words.ts';
import { isFixed, managedOf, type PolicyInForce, policyState } from '../machine-policy/in-force.ts';
import type { ReadSettings } from './read-settings.ts';

/** Settings that are in effect, and where each is from. */
export interface EffectiveSettings extends Omit<ReadSettings, 'origins'> {
  readonly origins: Readonly<Record<SettingKey, SettingOrigin>>;
}

/**
 * The policy goes before the file: what it fixes without a value of its own has the default. Where nothing of a
 * policy can be understood, the file counts as it stands.
 */
export function underPolicy(read: ReadSettings, inForce: PolicyInForce): EffectiveSettings {
  if (inForce.kind !== 'policy') return read;
  const set: Readonly<Partial<Record<SettingKey, SettingValue | undefined>>> =
    inForce.policy.settings;
  const valueOf = (key: SettingKey): readonly [SettingValue | undefined, SettingOrigin] => {
    if (Object.hasOwn(set, key)) return [set[key], 'policy'];
    if (isFixed(inForce, key)) return [DEFAULT_SETTINGS[key], 'default'];
    return [read.settings[key], read.origins[key]];
  };
  const values = SETTING_KEYS.map((key) => [key, ...valueOf(key)] as const);
  return {
    settings: Object.fromEntries(values.map(([key, value]) => [key, value])) as Settings,
    origins: Object.fromEntries(
      values.map(([key, , origin]) => [key, origin]),
    ) as EffectiveSettings['origins'],
    // What the file has in place of a fixed value has no effect, right or wrong.
    problems: read.problems.filter((one) => one.kind !== 'wrong' || !isFixed(inForce, one.key)),
    entries: read.entries,
  };
}

export function viewOf(
  { settings, origins, problems }: EffectiveSettings,
  inForce: PolicyInForce,
): SettingsView {
  const state = policyState(inForce);
  const trouble = state === null ? null : policyTrouble(state);
  return {
    settings,
    defaults: DEFAULT_SETTINGS,
    origins,
    managed: managedOf(inForce),
    problems: [
      ...(trouble === null ? [] : [{ key: '', message: trouble }]),
      ...problems.map((problem) => ({
        key: 'key' in problem ? problem.key : '',
        message: settingsProblemSentence(problem),
      })),
    ],
  };
}
