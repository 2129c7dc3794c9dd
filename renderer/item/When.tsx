const FORMAT = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });

/** A point in time as people read it where they are. */
export function When({ at }: { readonly at: number }) {
  return <time dateTime={new Date(at).toISOString()}>{FORMAT.format(at)}</time>;
}
