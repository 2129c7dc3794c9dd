/** With this argument the app was started by one that had failed. */
export const AFTER_FAILURE = '--after-failure';

/** One that fails again so soon would go on failing. */
const SOON_MS = 60_000;

export interface Failed {
  readonly args: readonly string[];
  readonly uptimeMs: number;
}

/** A mistake of ours has left this process in a state that nobody knows: it ends, and is started again, but not over and over. */
export const mayStartAgain = ({ args, uptimeMs }: Failed): boolean =>
  !args.includes(AFTER_FAILURE) || uptimeMs >= SOON_MS;
