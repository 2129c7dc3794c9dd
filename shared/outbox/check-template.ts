/** What may stand as `{{…}}` in the URL at which a server is asked whether an item arrived. */
export const CHECK_VALUES: readonly string[] = ['id', 'ref', 'idempotencyKey'];

const namesIn = (text: string): readonly string[] =>
  [...text.matchAll(/\{\{(.*?)\}\}/g)].map(([, name]) => name ?? '');

/** The first name in such a URL that nothing is known for. */
export const unknownCheckValue = (text: string): string | undefined =>
  namesIn(text).find((name) => !CHECK_VALUES.includes(name));

/** Whether it is a URL in which values stand behind the origin only, so that no value decides where to ask. */
export const isCheckUrl = (text: string): boolean =>
  /^https?:\/\/[^/?#{}@]+[/?]/.test(text) &&
  !/\{\{|\}\}/.test(text.replace(/\{\{.*?\}\}/g, '')) &&
  URL.canParse(text);

/** Whether it asks about one item: the answer to a question without its name would be taken for the answer to all. */
export const asksAboutItem = (text: string): boolean => namesIn(text).length > 0;
