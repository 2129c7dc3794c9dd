import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { NO_RULES, rulesFormOf, rulesOf } from '../../../renderer/accounts/rules-form.ts';
import { accountChangeInput } from '../../../shared/contracts/account-input.ts';
import { canBeKept, type SuccessContract } from '../../../shared/outbox/success-contract.ts';

type Kept = Parameters<typeof rulesFormOf>[0];

const SERVERS = ['https://api.example'];

const word = fc.stringMatching(/^[a-zA-Z][\w.-]{0,8}$/);
const pointer = word.map((name) => `/${name}`);
const status = fc.integer({ min: 200, max: 599 });
const value = fc.oneof(fc.string(), fc.integer(), fc.double({ noNaN: true }), fc.boolean());
const maybe = <T>(one: fc.Arbitrary<T>) => fc.option(one, { nil: null });
const pattern = word.map((name) => `https://api.example/${name}/*`);

const contract: fc.Arbitrary<SuccessContract> = fc.record({
  accept: fc
    .array(
      fc.tuple(status, status).map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const),
      { minLength: 1, maxLength: 3 },
    )
    .filter((accept) => canBeKept({ accept })),
  allowHtml: fc.boolean(),
  contentType: maybe(word.map((name) => `application/${name}`)),
  header: maybe(fc.record({ name: word, value: maybe(word) })),
  json: maybe(fc.record({ pointer, equals: maybe(value) })),
  receipt: maybe(pointer),
});

const kept: fc.Arbitrary<Kept> = fc.record({
  contract: maybe(
    fc
      .tuple(contract, fc.array(fc.tuple(contract, pattern), { maxLength: 2 }))
      .map(([all, some]) => ({ ...all, perUrl: some.map(([one, url]) => ({ ...one, url })) })),
  ),
  verify: fc.array(
    fc.record({ url: pattern, get: word.map((name) => `https://api.example/${name}?k={{id}}`) }),
    { maxLength: 2 },
  ),
  idempotency: maybe(fc.record({ header: word, quoted: fc.boolean() })),
  unknownOutcome: fc.constantFrom(null, 'ask'),
  ca: maybe(word.map((name) => ({ file: `/etc/${name}.pem` }))),
  identity: maybe(
    fc.record({
      url: word.map((name) => `https://api.example/${name}`),
      subject: pointer,
      name: maybe(pointer),
    }),
  ),
});

/** Infinity, and a minus before nothing, are no JSON. */
const isJson = ({ contract: of }: Kept): boolean =>
  [of, ...(of?.perUrl ?? [])].every((one) => {
    const equals = one?.json?.equals;
    return typeof equals !== 'number' || (Number.isFinite(equals) && !Object.is(equals, -0));
  });

describe('what few accounts need', () => {
  test('comes out of the form as it went in, and the outbox takes it', () => {
    fc.assert(
      fc.property(kept.filter(isJson), (before) => {
        const read = rulesOf(rulesFormOf(before), SERVERS);
        expect(read).toEqual({ ok: true, value: normal(before) });
        if (read.ok) accountChangeInput.parse({ name: 'field', ...read.value });
      }),
    );
  });

  test('is nothing where nobody asked for anything', () => {
    expect(rulesOf(rulesFormOf(NO_RULES), SERVERS)).toEqual({ ok: true, value: NO_RULES });
  });

  const form = rulesFormOf(NO_RULES);

  test.each([
    [
      '200 - 299; 409',
      [
        [200, 299],
        [409, 409],
      ],
    ],
    ['201', [[201, 201]]],
  ])('statuses may be written as %s', (accept, ranges) => {
    const read = rulesOf({ ...form, answer: { ...form.answer, accept, receipt: '/id' } }, SERVERS);
    expect(read).toMatchObject({ value: { contract: { accept: ranges } } });
  });

  test.each([
    ['accept', '', 'STATUS'],
    ['accept', '2xx', 'STATUS'],
    ['accept', '299-200', 'STATUS'],
    ['accept', '100-299', 'STATUS'],
    ['accept', '302, 304-308', 'STATUS'],
    ['contentType', 'json', 'MEDIA_TYPE'],
    ['headerName', 'X Api', 'HEADER_NAME'],
    ['headerValue', '2', 'NO_HEADER'],
    ['pointer', 'status', 'POINTER'],
    ['receipt', 'id', 'POINTER'],
  ])('in %s, "%s" is told at its field', (field, text, problem) => {
    const at = field === 'headerValue' ? 'headerName' : field;
    const wrong = { ...form.answer, [field]: text };
    expect(rulesOf({ ...form, answer: wrong }, SERVERS)).toEqual({
      ok: false,
      error: { answer: { [at]: problem } },
    });
    const rules = [{ ...wrong, key: 7, url: 'https://api.example/*' }];
    expect(rulesOf({ ...form, rules }, SERVERS)).toEqual({
      ok: false,
      error: { rules: { 7: { [at]: problem } } },
    });
  });

  test.each([
    ['https://*/x', 'https://api.example/a?k={{id}}', { url: 'PATTERN' }],
    ['https://api.example/*', '/sent?key={{id}}', { get: 'CHECK_URL' }],
    ['https://api.example/*', 'https://api.example/a?k={{token}}', { get: 'CHECK_VALUE' }],
    ['https://api.example/*', 'https://other.example/a?k={{id}}', { get: 'CHECK_SERVER' }],
    ['https://api.example/*', 'https://api.example/sent', { get: 'CHECK_ITEM' }],
    ['https://api.example/*', 'https://api.example/{{id}}?k={{ref', { get: 'CHECK_URL' }],
    ['https://other.example/*', 'https://api.example/a?k={{id}}', { url: 'RULE_SERVER' }],
    ['', '', { url: 'PATTERN', get: 'CHECK_URL' }],
  ])('where to ask about %s, "%s" is told at its field', (url, get, problems) => {
    expect(rulesOf({ ...form, checks: [{ key: 3, url, get }] }, SERVERS)).toEqual({
      ok: false,
      error: { checks: { 3: problems } },
    });
  });
});

test.each([
  [{ identitySubject: '/id' }, { identityUrl: 'ADDRESS' }],
  [{ identityUrl: 'https://api.example/me' }, { identitySubject: 'POINTER' }],
  [
    { identityUrl: 'https://other.example/me', identitySubject: '/id', identityName: 'name' },
    { identityUrl: 'CHECK_SERVER', identityName: 'POINTER' },
  ],
])('who signed in, asked for by %j, is told at its fields', (fields, error) => {
  expect(rulesOf({ ...rulesFormOf(NO_RULES), ...fields }, SERVERS)).toEqual({ ok: false, error });
});

/** What is as usual is not said. */
function normal({ contract: of, idempotency, ...rest }: Kept) {
  const isUsual = idempotency?.header === 'Idempotency-Key' && !idempotency.quoted;
  const plain = JSON.stringify(of) === PLAIN;
  return { ...rest, contract: plain ? null : of, idempotency: isUsual ? null : idempotency };
}

const PLAIN = JSON.stringify({
  accept: [[200, 299]],
  allowHtml: false,
  contentType: null,
  header: null,
  json: null,
  receipt: null,
  perUrl: [],
});
