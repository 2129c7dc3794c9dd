import type { Command } from 'commander';
import { outboxError } from '../../../../shared/contracts/errors.ts';
import type { SettingOrigin } from '../../../../shared/contracts/managed.ts';
import {
  isSettingKey,
  SETTING_KEYS,
  type SettingKey,
  type SettingsView,
} from '../../../../shared/contracts/settings.ts';
import { err, ok, type Result } from '../../../../shared/lang/result.ts';
import { printableLine } from '../../../../shared/messages/printable.ts';
import { noSuchSetting, settingValueText } from '../../../../shared/messages/settings-words.ts';
import { type Cli, SOURCE } from '../cli.ts';
import { type CliError, type CommandResult } from '../cli-error.ts';
import { defineCommand } from '../command-line.ts';
import { EXIT } from '../exit-codes.ts';
import { tableText } from '../table.ts';
import { withQueue, withReader } from '../using-queue.ts';
import { type JsonValue, settingValue } from './setting-value.ts';

const AS_JSON = `As JSON: {"key","value","default","origin":"default"|"file"|"policy","fixed"}.`;

export function register(program: Command, cli: Cli): void {
  const settings = program
    .command('settings')
    .description('how many requests at once, how long what was sent is kept, notifications, theme')
    .addHelpText('after', '\nExamples:\n  outtray settings\n  outtray settings set slots.all 8');
  list(settings, cli);
  get(settings, cli);
  set(settings, cli);
  reset(settings, cli);
}

function list(settings: Command, cli: Cli): void {
  const command = settings
    .command('list', { isDefault: true })
    .description('every setting, and what is wrong with settings.json')
    .addHelpText(
      'after',
      `
They stand in settings.json of the profile folder. What is not set there has its default. On a managed machine a policy
goes before it; what the policy fixes is marked, and cannot be changed.
Exit codes: 0 done, 3 something in settings.json has to be put right.
As JSON: {"settings":{KEY:VALUE},"defaults":{KEY:VALUE},"origins":{KEY:"default"|"file"|"policy"},
"managed":null|{"file","settings":[KEY],"ownAccounts","ownApps"},"problems":[{"key","message"}]}.

Examples:
  outtray settings
  outtray settings list --json`,
    );
  defineCommand(command, cli, ({ home, json }) =>
    withReader<CommandValue>(cli, home, async (api) => {
      const view = await api.call('settings.get', {}, SOURCE);
      if (!view.ok) return view;
      const { problems } = view.value;
      if (json) cli.out(`${JSON.stringify(view.value)}\n`);
      else cli.out(settingsText(view.value));
      if (!json)
        for (const { message } of problems) cli.err(`outtray: note: ${printableLine(message)}\n`);
      return ok(problems.length === 0 ? EXIT.done : EXIT.attention);
    }),
  );
}

function get(settings: Command, cli: Cli): void {
  const command = settings
    .command('get')
    .description('the value of one setting')
    .argument('<key>')
    .addHelpText(
      'after',
      `\nExit codes: 0 done, 2 no such setting.\n${AS_JSON}\n\nExample:\n  outtray settings get slots.all`,
    );
  defineCommand(command, cli, ({ args, home, json }) => {
    const key = args[0] ?? '';
    return withReader<CommandValue>(cli, home, async (api) =>
      tell(cli, json, key, await api.call('settings.get', {}, SOURCE)),
    );
  });
}

function set(settings: Command, cli: Cli): void {
  const command = settings
    .command('set')
    .description('give a setting another value, in effect at once')
    .argument('<key>')
    .argument('<value>')
    .addHelpText(
      'after',
      `
The settings: ${SETTING_KEYS.join(', ')}.
Exit codes: 0 done, 2 no such setting or value, one that the policy of this machine fixes, or a settings.json that has
to be corrected first.
${AS_JSON}

Examples:
  outtray settings set slots.all 8
  outtray settings set notifications.quietFrom 22:00`,
    );
  defineCommand(command, cli, async ({ args, home, json }) => {
    const [key = '', text = ''] = args;
    return change(cli, home, json, key, settingValue(text));
  });
}

function reset(settings: Command, cli: Cli): void {
  const command = settings
    .command('reset')
    .description('go back to the default of a setting, or take out what is no setting')
    .argument('<key>')
    .addHelpText(
      'after',
      `
Exit codes: 0 done, 2 no such setting, one that the policy of this machine fixes, or a settings.json that has to be
corrected first.
${AS_JSON}

Example:
  outtray settings reset slots.all`,
    );
  defineCommand(command, cli, async ({ args, home, json }) =>
    change(cli, home, json, args[0] ?? '', null),
  );
}

type CommandValue = Extract<CommandResult, { ok: true }>['value'];

function change(
  cli: Cli,
  home: string,
  json: boolean,
  key: string,
  value: JsonValue,
): Promise<CommandResult> {
  return withQueue<CommandValue>(cli, home, async (api) => {
    const changes = { [key]: value };
    const changed = await api.call('settings.set', { changes }, SOURCE);
    if (!changed.ok || isSettingKey(key)) return tell(cli, json, key, changed);
    const gone = { key, value: null, default: null, origin: 'default', fixed: false };
    cli.out(json ? `${JSON.stringify(gone)}\n` : 'taken out\n');
    return ok(EXIT.done);
  });
}

function tell(
  cli: Cli,
  json: boolean,
  key: string,
  view: Result<SettingsView, CliError>,
): CommandResult {
  if (!view.ok) return view;
  const { settings, defaults, origins, managed } = view.value;
  if (!isSettingKey(key))
    return err(outboxError('SETTINGS_INVALID', { detail: noSuchSetting(key) }));
  const value = settings[key];
  const fixed = managed?.settings.includes(key) ?? false;
  const told = { key, value, default: defaults[key], origin: origins[key], fixed };
  if (json) cli.out(`${JSON.stringify(told)}\n`);
  else cli.out(`${settingValueText(value)}\n`);
  return ok(EXIT.done);
}

function settingsText({ settings, defaults, origins, managed }: SettingsView): string {
  const fixed = (key: SettingKey): string =>
    managed?.settings.includes(key) === true ? ', fixed' : '';
  return tableText(
    [{ head: 'SETTING' }, { head: 'VALUE' }, { head: 'DEFAULT' }, { head: 'FROM' }],
    SETTING_KEYS.map((key) => [
      key,
      settingValueText(settings[key]),
      settings[key] === defaults[key] ? '' : settingValueText(defaults[key]),
      `${FROM[origins[key]]}${fixed(key)}`,
    ]),
  );
}

const FROM: Readonly<Record<SettingOrigin, string>> = {
  default: 'default',
  file: 'settings.json',
  policy: 'policy',
};
