import { constants } from 'node:os';
import { describe, expect, test } from 'vitest';
import { classify } from '../../../electron/worker/classify/classify.ts';
import { asFailure, classifyFailure } from '../../../electron/worker/classify/classify-failure.ts';
import {
  errorClass,
  LISTED_CODES,
  REQUEST_INVALID_CODES,
  TIMEOUT_CODES,
} from '../../../electron/worker/classify/failure-codes.ts';
import { DEFAULT_CONTRACT } from '../../../shared/outbox/success-contract.ts';

/** Codes that an attempt can meet, by what a person would be told. */
const BY_CLASS = {
  dns: 'ENOTFOUND EAI_AGAIN EAI_FAIL EAI_NODATA EAI_NONAME ESERVFAIL ENODATA EREFUSED ETIMEOUT',
  connect:
    'ECONNREFUSED EHOSTUNREACH EHOSTDOWN ENETUNREACH ENETDOWN EADDRNOTAVAIL ETIMEDOUT EACCES',
  tls: 'EPROTO ERR_SSL_WRONG_VERSION_NUMBER ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION ERR_TLS_HANDSHAKE_TIMEOUT ERR_OSSL_EVP_UNSUPPORTED',
  certificate:
    'CERT_HAS_EXPIRED CERT_NOT_YET_VALID DEPTH_ZERO_SELF_SIGNED_CERT SELF_SIGNED_CERT_IN_CHAIN UNABLE_TO_VERIFY_LEAF_SIGNATURE UNABLE_TO_GET_ISSUER_CERT_LOCALLY CERT_REVOKED HOSTNAME_MISMATCH ERR_TLS_CERT_ALTNAME_INVALID',
  network: 'ECONNRESET EPIPE ECONNABORTED ENETRESET EMFILE ERR_STREAM_PREMATURE_CLOSE',
  protocol:
    'HPE_INVALID_CONSTANT HPE_HEADER_OVERFLOW HPE_INVALID_CONTENT_LENGTH ERR_HTTP_CONTENT_LENGTH_MISMATCH Z_DATA_ERROR ERR__ERROR_FORMAT_PADDING_1 ZSTD_error_prefix_unknown',
  timeout: TIMEOUT_CODES.join(' '),
  internal: 'ERR_UNKNOWN EWHATEVER',
} as const;

const ALL_CODES = new Set([
  ...LISTED_CODES,
  ...Object.keys(constants.errno),
  ...Object.values(BY_CLASS).flatMap((codes) => codes.split(' ')),
]);

test.each(Object.entries(BY_CLASS))('%s errors are known as such', (expected, codes) => {
  for (const code of codes.split(' ')) expect([code, errorClass(code)]).toEqual([code, expected]);
});

describe('a failure without an answer', () => {
  test('is decided by how far the request got, for every code', () => {
    expect(ALL_CODES.size).toBeGreaterThan(150);
    for (const code of ALL_CODES) {
      const failure = { code, message: '' };
      expect(classifyFailure(failure, 'none')).toMatchObject({ kind: 'notSent', code });
      expect(classifyFailure(failure, 'partial')).toEqual({ kind: 'incomplete', code });
      expect(classifyFailure(failure, 'complete')).toEqual({ kind: 'unknown', code });
    }
  });

  test.each([
    ['ENOTFOUND', 'dns'],
    ['ECONNREFUSED', 'connect'],
    ['ECONNRESET', 'network'],
    ['EPROTO', 'tls'],
    ['CERT_HAS_EXPIRED', 'certificate'],
    ['HPE_INVALID_CONSTANT', 'network'],
    ['TIMEOUT_DNS', 'dns'],
    ['TIMEOUT_CONNECT', 'connect'],
    ['TIMEOUT_TLS', 'tls'],
    ['TIMEOUT_CEILING', 'network'],
    ['ERR_UNKNOWN', 'network'],
  ])('before anything was sent, %s is a matter of %s', (code, cause) => {
    expect(classifyFailure({ code, message: '' }, 'none')).toEqual({
      kind: 'notSent',
      cause,
      code,
    });
  });

  test('because Node would not send such a request parks the item', () => {
    for (const code of REQUEST_INVALID_CODES)
      expect(classifyFailure({ code, message: 'why' }, 'none')).toEqual({
        kind: 'unsendable',
        problem: { code: 'REQUEST_INVALID', detail: 'why' },
      });
  });
});

describe('an abort', () => {
  const answer = {
    url: 'https://api.example/',
    statusText: '',
    headers: [],
    bodyStart: new Uint8Array(),
    bodyEnded: false,
    body: null,
    progress: 'complete',
    receivedAt: 0,
  } as const;
  const aborted = { kind: 'aborted', by: 'user', answer: null } as const;

  test.each([
    ['none', false],
    ['partial', false],
    ['complete', true],
  ] as const)('with progress %s says mayHaveArrived: %s', (progress, mayHaveArrived) => {
    expect(classify({ ...aborted, progress }, DEFAULT_CONTRACT)).toEqual({
      outcome: { kind: 'aborted', by: 'user', mayHaveArrived },
      verdict: null,
    });
  });

  test('does not undo a delivery', () => {
    const late = { ...aborted, progress: 'complete', answer: { ...answer, status: 201 } } as const;
    expect(classify(late, DEFAULT_CONTRACT).outcome).toEqual({ kind: 'delivered', status: 201 });
  });

  test.each([302, 401, 404, 503])('stands against a %i', (status) => {
    const late = { ...aborted, progress: 'complete', answer: { ...answer, status } } as const;
    expect(classify(late, DEFAULT_CONTRACT).outcome.kind).toBe('aborted');
  });
});

describe('the code of an error', () => {
  test('is that of its innermost cause', () => {
    const inner = Object.assign(new Error('inner'), { code: 'Z_DATA_ERROR' });
    const outer = Object.assign(new Error('outer', { cause: inner }), { code: 'ERR_READING' });
    expect(asFailure(outer)).toEqual({ code: 'Z_DATA_ERROR', message: 'inner' });
  });

  test('is its own when the cause has none', () => {
    const outer = Object.assign(new Error('outer', { cause: new Error('x') }), { code: 'EPIPE' });
    expect(asFailure(outer)).toEqual({ code: 'EPIPE', message: 'outer' });
  });

  test('is ERR_UNKNOWN when nobody gave one', () => {
    expect(asFailure('odd')).toEqual({ code: 'ERR_UNKNOWN', message: 'odd' });
    expect(asFailure(new Error('odd'))).toEqual({ code: 'ERR_UNKNOWN', message: 'odd' });
  });
});
