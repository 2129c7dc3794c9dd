const UNTRUSTED =
  'nobody whom this machine trusts vouches for its certificate; if your company looks into TLS, give the account its CA file';

/** Network codes in words; the code itself follows in brackets for whoever looks it up. */
const CODE_WORDS: Readonly<Record<string, string>> = {
  ENOTFOUND: 'its name was not found',
  EAI_AGAIN: 'its name could not be looked up',
  ECONNREFUSED: 'nothing answers there',
  ECONNRESET: 'the connection broke',
  EHOSTUNREACH: 'there is no way to it from this network',
  ENETUNREACH: 'there is no network',
  ETIMEDOUT: 'it did not answer in time',
  ERR_PROXY_TUNNEL: 'the proxy of this network does not answer',
  PROXY_407: 'the proxy of this network asks for a sign-in',
  PROXY_UNUSABLE: 'the proxy that is set cannot be used; it must be an http or https one',
  PAC_UNREACHABLE: 'the PAC file that is set does not answer, so that requests go directly',
  PAC_UNREADABLE: 'the PAC file that is set cannot be read',
  PAC_INVALID: 'the PAC file that is set does not work',
  CA_FILE_NOT_FOUND: "the account's file of certificates cannot be read",
  CA_FILE_INVALID: "the account's file of certificates has none",
  CA_FILE_EXPIRED: "the certificates in the account's file have expired",
  EPROTO: 'what answers there does not speak TLS with us',
  CERT_HAS_EXPIRED: 'its certificate has expired, or the clock of this machine is wrong',
  CERT_NOT_YET_VALID: 'its certificate is not valid yet, or the clock of this machine is wrong',
  CERT_REVOKED: 'its certificate was withdrawn',
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate is for another name',
  DEPTH_ZERO_SELF_SIGNED_CERT: UNTRUSTED,
  SELF_SIGNED_CERT_IN_CHAIN: UNTRUSTED,
  UNABLE_TO_GET_ISSUER_CERT: UNTRUSTED,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: UNTRUSTED,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: UNTRUSTED,
  TIMEOUT_DNS: 'its name could not be looked up in time',
  TIMEOUT_CONNECT: 'it did not answer in time',
  TIMEOUT_TLS: 'it did not answer in time',
  TIMEOUT_SENDING: 'it stopped taking what was sent',
  TIMEOUT_FIRST_BYTE: 'it took everything and did not answer in time',
  TIMEOUT_RECEIVING: 'it stopped in the middle of its answer',
  TIMEOUT_CEILING: 'it took too long',
  HPE_HEADER_OVERFLOW: 'the head of its answer was longer than is read',
  ERR_HTTP_INTERIMS: 'it kept announcing an answer that did not come',
};

/** Codes of the parser for answers that are none. */
const UNREADABLE = /^HPE_/;

/** What a proxy says in its own name. */
function proxyWords(status: number): string {
  if (status === 403) return 'the proxy of this network does not let it through';
  return status >= 500
    ? 'the proxy of this network did not get there'
    : 'the proxy of this network refused it';
}

/** Why a server was not reached, as part of a sentence. */
export const reachSentence = (code: string): string => {
  const [, status] = /^PROXY_(\d+)$/.exec(code) ?? [];
  const words =
    CODE_WORDS[code] ??
    (UNREADABLE.test(code) ? 'what came back is no answer that can be read' : undefined) ??
    (status === undefined ? undefined : proxyWords(Number(status)));
  return words === undefined ? code : `${words} (${code})`;
};

/** The same of a server that does not prove who it is. */
export const certificateSentence = (code: string): string =>
  CODE_WORDS[code] === undefined ? `its certificate is not valid (${code})` : reachSentence(code);
