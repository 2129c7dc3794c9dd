import type { z } from 'zod';

export type JsonValue = z.core.util.JSONType;

/** A value as it would stand in the file; what is no JSON is a text, so that nobody has to quote 22:00. */
export function settingValue(text: string): JsonValue {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return text;
  }
}
