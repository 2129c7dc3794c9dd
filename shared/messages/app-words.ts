export const APP_WORDS = {
  sample: 'Sample: inspection',
  files: 'Files',
} as const;

/** What is wrong with an app in the file of settings; `entry` is counted from 1, 0 is the whole list. */
export const appProblemSentence = ({
  entry,
  detail,
}: {
  readonly entry: number;
  readonly detail: string;
}): string =>
  entry === 0
    ? `"apps" in settings.json is not understood (${detail}), so no app may do anything. Correct it there.`
    : `App ${entry} in settings.json is not understood (${detail}), so it may do nothing. Correct it there.`;
