import type { OutboxError } from '../../../shared/contracts/errors.ts';
import type { Place } from '../../../shared/contracts/window-bridge.ts';
import { assertNever } from '../../../shared/lang/assert-never.ts';
import type { Result } from '../../../shared/lang/result.ts';
import type { Log } from '../../core/ports/log.ts';
import type { Call } from './look-at-outbox.ts';
import { pauseEnd } from './pause-length.ts';
import type { ShellCommand } from './tray-menu.ts';

export interface CommandDeps {
  readonly call: Call;
  readonly show: (place?: Place) => void;
  readonly quit: () => void;
  readonly now: () => number;
  readonly tomorrowMorning: (now: number) => number;
  readonly log: Log;
}

/** Does what was chosen in the menu or by a click on a notification. */
export function commandRunner(deps: CommandDeps): (command: ShellCommand) => void {
  const { call, show, quit, now, tomorrowMorning, log } = deps;

  async function carryOut(
    name: string,
    answer: Promise<Result<unknown, OutboxError>>,
  ): Promise<void> {
    const done = await answer;
    // The icon stays as it is: that is what a person sees of it.
    if (!done.ok) log.warn('tray.refused', { call: name, code: done.error.code });
  }

  return (command) => {
    switch (command.do) {
      case 'sync':
        return void carryOut('sync', call('sync', {}));
      case 'pause': {
        const until = pauseEnd(command.length, now(), tomorrowMorning);
        return void carryOut('pause', call('pause', { scope: 'all', until }));
      }
      case 'resume':
        return void carryOut('resume', call('resume', { scope: 'all' }));
      case 'open':
        return show();
      case 'openItem':
        return show({ at: 'item', id: command.id });
      case 'openGroup':
        return show({ at: 'group', key: command.key });
      case 'openNeedsYou':
        return show({ at: 'failures' });
      case 'openAccounts':
        return show({ at: 'accounts' });
      case 'openSettings':
        return show({ at: 'settings' });
      case 'quit':
        return quit();
      default:
        return assertNever(command);
    }
  };
}
