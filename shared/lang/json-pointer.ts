/** RFC 6901 section 3. */
export const JSON_POINTER = /^(?:\/(?:[^~/]|~[01])*)*$/;

/** The value that a JSON pointer leads to (RFC 6901 section 4); undefined when there is none. */
export function atPointer(document: unknown, pointer: string): unknown {
  if (pointer === '') return document;
  const steps = pointer.split('/').slice(1);
  return steps.reduce<unknown>(
    (value, step) => member(value, step.replaceAll('~1', '/').replaceAll('~0', '~')),
    document,
  );
}

function member(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  if (Array.isArray(value)) return /^(?:0|[1-9]\d*)$/.test(name) ? value[Number(name)] : undefined;
  return Object.hasOwn(value, name) ? (value as Record<string, unknown>)[name] : undefined;
}
