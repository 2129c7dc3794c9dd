/** What may stand as `{{…}}` in the URL at which a server is asked whether an item arrived. */
export const CHECK_VALUES: readonly string[] = ['id', 'ref', 'idempotencyKey'];

/** The first name in such a URL that nothing is known for. */
export const unknownCheckValue = (text: string): string | undefined =>
  [...text.matchAll(/\{\{(.*?)\}\}/g)]
    .map(([, name]) => name ?? '')
    .find((name) => !CHECK_VALUES.includes(name));

/** Whether it is a URL in which values stand behind the origin only, so that no value decides where to ask. */
export const isCheckUrl = (text: string): boolean =>
  /^https?:\/\/[^/?#{}@]+[/?]/.test(text) && URL.canParse(text);
