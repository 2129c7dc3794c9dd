/** Where an app may send to, and how. */
export interface Target {
  /** A URL pattern (WHATWG URLPattern) with a fixed host, like `https://api.example/visits/*`. */
  readonly url: string;
  readonly methods: readonly string[];
}

/**
 * What is wrong with a target's pattern; null: nothing. A host with nothing but wildcards would be the whole web, and
 * a pattern without http or https no web address.
 */
export function targetProblem(pattern: string): string | null {
  const parsed = parse(pattern);
  if (parsed === null) return 'is no URL pattern like https://api.example/visits/*';
  if (!/^https?$/.test(parsed.protocol)) return 'must begin with https:// or http://';
  // The last two labels, or an address in whole: `*.example.com` is one's own, `*.com` is everybody's.
  const fixed = /^(?:\*\.)?[^*:{}()?+\\.]+(?:\.[^*:{}()?+\\.]+)+$/.test(parsed.hostname);
  const single = /^(?:[^*:{}()?+\\.]+|\[[0-9a-f:.]+\])$/.test(parsed.hostname);
  return fixed || single ? null : 'must name its host; only "*." may stand before it';
}

/** Whether a request is among what the targets cover. What is no pattern covers nothing. */
export const isCovered = (targets: readonly Target[], method: string, url: string): boolean =>
  targets.some(
    (target) =>
      target.methods.includes(method) &&
      targetProblem(target.url) === null &&
      parse(target.url)?.test(url) === true,
  );

/** Whether a pattern can cover anything at one of the servers. */
export function reachesOneOf(pattern: string, servers: readonly string[]): boolean {
  const parsed = parse(pattern);
  if (parsed === null) return false;
  const { protocol, hostname, port } = parsed;
  const anywhereThere = new URLPattern({ protocol, hostname, port });
  return servers.some((server) => anywhereThere.test(server));
}

/** A runtime without URLPattern grants nothing. */
function parse(pattern: string): URLPattern | null {
  try {
    return new URLPattern(pattern);
  } catch {
    return null;
  }
}
