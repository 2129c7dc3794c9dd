import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

/**
 * When the process with that number began, as a text that no other process ever has, or null when there is
 * none. Numbers are used again, so a number alone names nobody. A zombie is gone: it sends nothing any more.
 */
export async function startTimeOf(pid: number): Promise<string | null> {
  switch (process.platform) {
    case 'linux':
      return onLinux(pid);
    case 'win32':
      return onWindows(pid);
    default:
      return fromPs(await outputOf('ps', ['-o', 'stat=,lstart=', '-p', `${pid}`]));
  }
}

async function onLinux(pid: number): Promise<string | null> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null);
  const ticks = stat === null ? null : startTicks(stat);
  if (ticks === null) return null;
  // Ticks count from the boot, and process numbers begin anew with it.
  const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => '');
  return `${boot.trim()}/${ticks}`;
}

/**
 * Field 22 of /proc/PID/stat (proc_pid_stat(5)), or null for a process that is over. Field 2 is the program's
 * name in parentheses and may itself contain any of them, so the fields are counted from the last one.
 */
export function startTicks(stat: string): string | null {
  const [state, ...rest] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  if (state === undefined || 'ZXx'.includes(state)) return null;
  return rest[18] ?? null;
}

/** Reads `ps -o stat=,lstart=`: the state, then the start in words. */
export function fromPs(output: string): string | null {
  const [state = '', ...start] = output.trim().split(/\s+/);
  return start.length === 0 || state.startsWith('Z') ? null : start.join(' ');
}

async function onWindows(pid: number): Promise<string | null> {
  const script = `(Get-Process -Id ${pid} -ErrorAction Stop).StartTime.ToUniversalTime().Ticks`;
  const output = await outputOf('powershell.exe', [
    '-NoProfile',
    '-NonInteractive',
    '-Command',
    script,
  ]);
  return output.trim() === '' ? null : output.trim();
}

async function outputOf(command: string, args: readonly string[]): Promise<string> {
  try {
    // The words of a date must be the same in every session.
    const { stdout } = await run(command, args, {
      env: { ...process.env, LC_ALL: 'C', TZ: 'UTC' },
    });
    return stdout;
  } catch {
    return ''; // both answer with an error when there is no such process
  }
}
