// The one place that asks what the clock on the wall says: in the zone that this computer is set to.

/** Hours until which "tomorrow morning" is to last. */
const MORNING = 6;

export const tomorrowMorning = (now: number): number => {
  const today = new Date(now);
  return new Date(today.getFullYear(), today.getMonth(), today.getDate() + 1, MORNING).getTime();
};

/** Minutes since midnight. */
export const minuteOfDay = (now: number): number => {
  const time = new Date(now);
  return time.getHours() * 60 + time.getMinutes();
};
