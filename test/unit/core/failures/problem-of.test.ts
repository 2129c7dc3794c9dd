import { describe, expect, test } from 'vitest';
import { problemOf } from '../../../../electron/core/failures/problem-of.ts';
import { type AttemptReport, NO_EXCHANGE } from '../../../../shared/outbox/attempt.ts';

function answer(body: string | Uint8Array | null, type?: string): AttemptReport {
  const inline = typeof body === 'string' ? new TextEncoder().encode(body) : body;
  return {
    ...NO_EXCHANGE,
    outcome: { kind: 'rejected', status: 422 },
    response: {
      status: 422,
      statusText: 'Unprocessable',
      httpVersion: '1.1',
      headers: type === undefined ? [] : [['Content-Type', type]],
    },
    body: { bytes: inline?.length ?? 999, inline, file: null, truncated: null },
  };
}

const json = (value: unknown, type = 'application/json') =>
  problemOf(answer(JSON.stringify(value), type));

describe('what a server said', () => {
  test.each([
    [{ type: 'https://x.test/no-room', title: 'No room', status: 422, detail: 'x' }, 'No room'],
    [{ type: 'https://x.test/no-room' }, 'https://x.test/no-room'],
    [{ type: 'about:blank', title: 'Conflict' }, 'Conflict'],
    [{ title: 'Visit to Mrs Low', message: 'Room is missing' }, 'Room is missing'],
    [
      { statusCode: 422, error: 'Unprocessable Entity', message: 'room is needed' },
      'room is needed',
    ],
    [{ message: ['room is needed', 'date is needed'] }, 'room is needed'],
    [{ error: 'invalid_room' }, 'invalid_room'],
    [{ error: { code: 7, message: 'Room is closed' } }, 'Room is closed'],
    [{ errors: [{ message: 'Room is closed' }, { message: 'x' }] }, 'Room is closed'],
    ['Room is closed', 'Room is closed'],
    [{ message: ' ' }, '{"message":" "}'],
    [{ message: 5 }, '{"message":5}'],
    [[], '[]'],
  ])('in %j is %j', (body, said) => {
    expect(json(body)).toBe(said);
  });

  test('in a problem document is its title, also without a type or status', () => {
    expect(json({ title: 'No room' }, 'application/problem+json; charset=utf-8')).toBe('No room');
  });

  test('in a page is its title', () => {
    const page = '<!doctype html>\n<TITLE lang="en">\n 502 Bad &amp; Gateway </TITLE><p>x';
    expect(problemOf(answer(page, 'text/html'))).toBe('502 Bad & Gateway');
    expect(problemOf(answer('<html><p>nothing', 'text/html'))).toBeNull();
  });

  test('in a text is its first line that says something', () => {
    expect(problemOf(answer('\n \t\r\nRoom   closed\nat noon', 'text/plain'))).toBe('Room closed');
    expect(problemOf(answer('{"message": "cut off', 'application/json'))).toBe(
      '{"message": "cut off',
    );
  });

  test('has no control characters, and is cut to 120 characters', () => {
    expect(problemOf(answer('\u001b[31mred\u202eder\u0000', 'text/plain'))).toBeNull();
    expect(problemOf(answer('\u001b[31mred\u202eder\u0007', 'text/plain'))).toBe('[31mredder');
    const cut = problemOf(answer('😀'.repeat(5_000), 'text/plain')) ?? '';
    expect(Array.from(cut)).toHaveLength(120);
    expect(cut.endsWith('😀…')).toBe(true);
  });

  test('is the same for every item that it is said of', () => {
    const id = '0199c1f2-7c1e-7a55-8f2e-3b1f6a9d0c11';
    expect(json({ message: `Visit ${id} of 2026-11-25 is locked by 48213` })).toBe(
      'Visit … of … is locked by …',
    );
    expect(json({ message: 'At most 40 characters, in 3 lines' })).toBe(
      'At most 40 characters, in 3 lines',
    );
  });

  test('is nothing where there is no answer, no text, or no body at hand', () => {
    expect(problemOf({ ...answer('x'), response: null })).toBeNull();
    expect(problemOf({ ...answer('x'), body: null })).toBeNull();
    expect(problemOf(answer(null, 'text/plain'))).toBeNull();
    expect(problemOf(answer('', 'text/plain'))).toBeNull();
    expect(problemOf(answer('Exif', 'image/jpeg'))).toBeNull();
    expect(problemOf(answer(new Uint8Array([1, 0, 2])))).toBeNull();
  });
});

describe('where the body says nothing', () => {
  const refused = (challenge: string, status = 403, body = '') => {
    const report = answer(body);
    return problemOf({
      ...report,
      response: {
        status,
        statusText: '',
        httpVersion: '1.1',
        headers: [['WWW-Authenticate', challenge]],
      },
    });
  };

  test.each([
    [
      'Bearer error="insufficient_scope", scope="upload:write"',
      'insufficient_scope (upload:write)',
    ],
    [
      'Bearer error="x", error_description="Needs the right to upload"',
      'Needs the right to upload',
    ],
    ['Bearer realm="x"', null],
    ['Bearer error=""', null],
    ['Bearer error_description="\u202eevil\u001b[2J"', 'evil [2J'],
  ])('the challenge says what the token lacks: %j', (challenge, said) => {
    expect(refused(challenge)).toBe(said);
    expect(refused(challenge, 401)).toBe(said);
    expect(refused(challenge, 422)).toBeNull();
    expect(refused(challenge, 403, 'Ask Ada.')).toBe('Ask Ada.');
  });
});
