import type { Settings } from '../../../shared/contracts/settings.ts';

type QuietHours = Pick<Settings, 'notifications.quietFrom' | 'notifications.quietTo'>;

/** Whether a time of day, in minutes, lies in the quiet hours; they may go over midnight. Without both ends there are none. */
export function isQuietAt(minute: number, settings: QuietHours): boolean {
  const from = settings['notifications.quietFrom'];
  const to = settings['notifications.quietTo'];
  if (from === null || to === null) return false;
  const [start, end] = [minutesOf(from), minutesOf(to)];
  return start <= end ? start <= minute && minute < end : minute >= start || minute < end;
}

function minutesOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return hours * 60 + minutes;
}
