import { spawn } from 'node:child_process';

/** What shows an address in the browser of whoever sits here; null without a screen. */
export function browserCommand(
  url: string,
  platform: NodeJS.Platform,
  env: NodeJS.ProcessEnv,
): readonly [string, ...string[]] | null {
  switch (platform) {
    case 'win32':
      return ['rundll32', 'url.dll,FileProtocolHandler', url];
    case 'darwin':
      return ['open', url];
    default:
      return hasScreen(env) ? ['xdg-open', url] : null;
  }
}

const hasScreen = (env: NodeJS.ProcessEnv): boolean =>
  [env['DISPLAY'], env['WAYLAND_DISPLAY']].some((name) => name !== undefined && name !== '');

/** False where there is no browser to be started. Every process of the machine can read the address. */
export function openBrowser(
  url: string,
  platform: NodeJS.Platform,
  env: NodeJS.ProcessEnv,
): Promise<boolean> {
  const command = browserCommand(url, platform, env);
  if (command === null) return Promise.resolve(false);
  const [program, ...args] = command;
  const child = spawn(program, args, { detached: true, stdio: 'ignore', env });
  child.unref();
  return new Promise((resolve) => {
    child.once('spawn', () => resolve(true));
    child.once('error', () => resolve(false));
  });
}
