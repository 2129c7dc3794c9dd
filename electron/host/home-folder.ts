import { posix, win32 } from 'node:path';

export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: NodeJS.Platform;
  /** The user's home folder. */
  readonly userHome: string;
  readonly cwd: string;
}

/**
 * The profile folder: `--home`, else OUTTRAY_HOME, else where the system keeps an application's data (XDG Base
 * Directory; Application Support; LOCALAPPDATA, never Roaming). Always absolute.
 */
export function homeFolder(option: string | undefined, around: Surroundings): string {
  const { env, platform, userHome, cwd } = around;
  const path = platform === 'win32' ? win32 : posix;
  const named = option ?? nonEmpty(env['OUTTRAY_HOME']);
  if (named !== undefined) return path.resolve(cwd, named);
  switch (platform) {
    case 'win32':
      return path.join(
        nonEmpty(env['LOCALAPPDATA']) ?? path.join(userHome, 'AppData', 'Local'),
        'OutTray',
      );
    case 'darwin':
      return path.join(userHome, 'Library', 'Application Support', 'OutTray');
    default: {
      // A relative XDG_DATA_HOME is to be ignored, says the specification.
      const data = env['XDG_DATA_HOME'] ?? '';
      return path.join(
        path.isAbsolute(data) ? data : path.join(userHome, '.local', 'share'),
        'outtray',
      );
    }
  }
}

const nonEmpty = (text: string | undefined): string | undefined => (text === '' ? undefined : text);
