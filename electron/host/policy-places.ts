import { posix, win32 } from 'node:path';
import type { Surroundings } from './home-folder.ts';

/**
 * Where the policy of this machine may stand; the first place that has one counts. A user's environment moves none of
 * the machine-wide ones: OUTTRAY_POLICY comes last, so that it restricts whoever sets it, and frees nobody.
 */
export function policyPlaces({
  env,
  platform,
}: Pick<Surroundings, 'env' | 'platform'>): readonly string[] {
  const path = platform === 'win32' ? win32 : posix;
  const named = env['OUTTRAY_POLICY'] ?? '';
  return [...machineWide(platform, env), ...(path.isAbsolute(named) ? [named] : [])];
}

function machineWide(platform: NodeJS.Platform, env: Surroundings['env']): readonly string[] {
  switch (platform) {
    case 'win32': {
      // %ProgramData% is the user's to set; where Windows is not on C: there is nothing better to go by.
      const folders = ['C:\\ProgramData', env['ProgramData'] ?? ''];
      return folders
        .filter((folder, at) => win32.isAbsolute(folder) && folders.indexOf(folder) === at)
        .map((folder) => win32.join(folder, 'OutTray', 'policy.json'));
    }
    case 'darwin':
      return ['/Library/Application Support/OutTray/policy.json'];
    default:
      return ['/etc/outtray/policy.json'];
  }
}
