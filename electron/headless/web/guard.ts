import { WEB_PATHS } from '../../../shared/contracts/web-protocol.ts';

/** What of a request says where it comes from; headers that were not sent are undefined. */
export interface RequestHead {
  readonly method: string;
  /** The request target as it was sent. */
  readonly target: string;
  readonly host: string | undefined;
  readonly origin: string | undefined;
  /** `Sec-Fetch-Site`, which every present browser sends and no script can change. */
  readonly site: string | undefined;
}

export interface Refusal {
  readonly status: 400 | 403 | 405;
  readonly detail: string;
}

/**
 * Why a request is not even looked at; null for one that the own page, or a person who opens it, can have sent.
 * The Host has to be the address that this host gave out, letter by letter: a name that an attacker lets point here
 * (DNS rebinding) is another one. Other pages in the same browser are told by Origin and Sec-Fetch-Site.
 */
export function refusalOf(head: RequestHead, authority: string): Refusal | null {
  const { method, target, host, origin, site } = head;
  if (host !== authority) return { status: 403, detail: 'wrong Host' };
  if (!target.startsWith('/') || target.startsWith('//')) {
    return { status: 400, detail: 'wrong request target' };
  }
  if (origin !== undefined && origin !== `http://${authority}`) {
    return { status: 403, detail: 'wrong Origin' };
  }
  const opensPage = method === 'GET' && !isForApi(target);
  if (site !== undefined && site !== 'same-origin' && !(site === 'none' && opensPage)) {
    return { status: 403, detail: 'another site asks' };
  }
  return opensPage || methodFor(target) === method ? null : { status: 405, detail: 'wrong method' };
}

const isForApi = (target: string): boolean => target.startsWith('/api/');

function methodFor(target: string): 'GET' | 'POST' {
  const isPost = target === WEB_PATHS.session || target.startsWith(WEB_PATHS.call);
  return isPost ? 'POST' : 'GET';
}
