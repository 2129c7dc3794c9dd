import type { ToWorker } from '../../../shared/contracts/worker-protocol.ts';
import { secretsIn, withoutSecrets } from '../../../shared/outbox/redaction.ts';

/** More than a worker has in hand at any time: what it was given long ago it has forgotten itself. */
const REMEMBERED = 100;

/** What a worker process says before it dies, in whole lines, and without the secrets that it was given. */
export interface CrashText {
  given(message: ToWorker): void;
  says(text: string): void;
  end(): void;
}

export function crashText(write: (text: string) => void): CrashText {
  const secrets = new Set<string>();
  let unfinished = '';

  const tell = (text: string): void => {
    if (text !== '') write(withoutSecrets(text, [...secrets]));
  };

  return {
    given(message) {
      if (message.type !== 'run') return;
      for (const secret of secretsIn(message.job.secretHeaders)) {
        secrets.delete(secret);
        secrets.add(secret);
      }
      for (const oldest of [...secrets].slice(0, -REMEMBERED)) secrets.delete(oldest);
    },
    says(text) {
      const all = unfinished + text;
      const whole = all.lastIndexOf('\n') + 1;
      unfinished = all.slice(whole);
      tell(all.slice(0, whole));
    },
    end() {
      tell(unfinished);
      unfinished = '';
    },
  };
}
