import { describe, expect, test } from 'vitest';
import type { Answer } from '../../../electron/worker/classify/answer.ts';
import { classifyAnswer } from '../../../electron/worker/classify/classify-answer.ts';
import type { Doubt } from '../../../shared/outbox/attempt-outcome.ts';
import {
  contractFor,
  DEFAULT_CONTRACT,
  type SuccessContract,
} from '../../../shared/outbox/success-contract.ts';

const body = new TextEncoder().encode(
  '{"status":"ok","taken":true,"none":null,"ids":[{"no":7}],"":"empty","deep/er":{"~":"found"}}',
);
const answer: Answer = {
  url: 'https://api.example/items',
  statusText: '',
  status: 201,
  headers: [
    ['Content-Type', 'Application/JSON; charset=utf-8'],
    ['X-OpenRosa-Version', '1.0'],
  ],
  bodyStart: body,
  bodyEnded: true,
  body,
  progress: 'complete',
  receivedAt: 0,
};

const judged = (change: Partial<SuccessContract>, given: Partial<Answer> = {}) => {
  const { outcome } = classifyAnswer({ ...answer, ...given }, { ...DEFAULT_CONTRACT, ...change });
  return outcome.kind === 'suspect' ? outcome.doubt : outcome.kind;
};

describe('an answer with a status of success', () => {
  const cases: readonly (readonly [string, Partial<SuccessContract>, Doubt | 'delivered'])[] = [
    ['of the media type asked for', { contentType: 'application/json' }, 'delivered'],
    ['of another media type', { contentType: 'application/xml' }, 'CONTENT_TYPE'],
    ['with the header', { header: { name: 'x-openrosa-version', value: null } }, 'delivered'],
    ['with its value', { header: { name: 'X-OpenRosa-Version', value: '1.0' } }, 'delivered'],
    ['with another value', { header: { name: 'X-OpenRosa-Version', value: '2.0' } }, 'HEADER'],
    ['without the header', { header: { name: 'X-Api', value: null } }, 'HEADER'],
    ['with something at the place', { json: { pointer: '/ids/0', equals: null } }, 'delivered'],
    ['with the text', { json: { pointer: '/status', equals: 'ok' } }, 'delivered'],
    ['with the number', { json: { pointer: '/ids/0/no', equals: 7 } }, 'delivered'],
    ['with the number as text', { json: { pointer: '/ids/0/no', equals: '7' } }, 'JSON'],
    ['with another text', { json: { pointer: '/status', equals: 'failed' } }, 'JSON'],
    ['with the truth', { json: { pointer: '/taken', equals: true } }, 'delivered'],
    ['with the contrary', { json: { pointer: '/taken', equals: false } }, 'JSON'],
    ['with nothing at the place', { json: { pointer: '/missing', equals: null } }, 'JSON'],
    ['with null at the place', { json: { pointer: '/none', equals: null } }, 'JSON'],
    ['with an inherited name', { json: { pointer: '/constructor', equals: null } }, 'JSON'],
    ['at an escaped place', { json: { pointer: '/deep~1er/~0', equals: 'found' } }, 'delivered'],
    ['at an empty name', { json: { pointer: '/', equals: 'empty' } }, 'delivered'],
  ];
  test.each(cases)('%s', (_, contract, expected) => {
    expect(judged(contract)).toBe(expected);
  });

  test('has no JSON where the body is none, or not all of it is there', () => {
    const json = { pointer: '', equals: null };
    expect(judged({ json }, { body: null, bodyEnded: false })).toBe('JSON');
    expect(judged({ json }, { body: new TextEncoder().encode('{"status":') })).toBe('JSON');
  });

  test('that is too long to be read is said to be that, and only where its JSON is asked for', () => {
    const json = { pointer: '/status', equals: 'ok' };
    expect(judged({ json }, { body: null })).toBe('TOO_LONG');
    expect(judged({ contentType: 'application/json' }, { body: null })).toBe('delivered');
  });

  test('is asked nothing more when its status says no', () => {
    expect(judged({ json: { pointer: '/missing', equals: null } }, { status: 422 })).toBe(
      'rejected',
    );
  });
});

describe('the receipt', () => {
  const receiptOf = (receipt: string) =>
    classifyAnswer(answer, { ...DEFAULT_CONTRACT, receipt }).verdict;

  test('is what the server calls it', () => {
    expect(receiptOf('/status')).toEqual({ accepted: true, rule: 'STATUS', receipt: 'ok' });
    expect(receiptOf('/ids/0/no')?.receipt).toBe('7');
  });

  test('may be missing', () => {
    expect(receiptOf('/missing')).toEqual({ accepted: true, rule: 'STATUS', receipt: null });
    expect(receiptOf('/ids')?.receipt).toBeNull();
  });
});

describe('the contract of an account', () => {
  const photos = { ...DEFAULT_CONTRACT, receipt: '/photo', url: 'https://api.example/photos/*' };
  const all = { ...photos, receipt: '/any', url: 'https://*.example/*' };
  const account = { ...DEFAULT_CONTRACT, receipt: '/id', perUrl: [photos, all] };
  const receiptFor = (url: string) => contractFor(account, url).receipt;

  test('is that of the first pattern that fits the URL, else the one for all', () => {
    expect(receiptFor('https://api.example/photos/7?x=1')).toBe('/photo');
    expect(receiptFor('https://api.example/visits')).toBe('/any');
    expect(receiptFor('https://other.test/photos/7')).toBe('/id');
  });

  test('is the default one without an account', () => {
    expect(contractFor(null, 'https://api.example/')).toEqual(DEFAULT_CONTRACT);
  });
});
