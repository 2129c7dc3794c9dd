import { expect, test } from 'vitest';
import { maskedLine } from '../../../electron/adapters/system/masked-line.ts';

const SECRET = 'canary-4711-secret';

test.for([
  JSON.stringify({ level: 'info', authorization: SECRET }),
  JSON.stringify({ headers: { Cookie: SECRET, 'x-api-key': SECRET } }),
  JSON.stringify({ account: { refreshToken: SECRET } }),
  JSON.stringify({ detail: `401 for Bearer ${SECRET}` }),
  JSON.stringify({ detail: `Authorization: Basic ${SECRET}==` }),
  JSON.stringify({ url: `https://api.example/a?key=${SECRET}` }),
  JSON.stringify({ url: `https://me:${SECRET}@api.example/a` }),
  JSON.stringify({ url: `https://api.example/#${SECRET}` }),
  `Error: at https://api.example/a?token=${SECRET}`,
  `Error: eyJhbGciOiJIUzI1NiJ9.${SECRET}.c2lnbmF0dXJl`,
])('%s is written without the secret', (line) => {
  expect(maskedLine(line)).not.toContain(SECRET);
});

test('everything else is written as it is', () => {
  const line = JSON.stringify({
    time: '2026-11-25T00:00:00.000Z',
    level: 'warn',
    event: 'worker.crashed',
    pid: 12,
    detail: 'connect ECONNREFUSED 127.0.0.1:80 at https://api.example/reports',
  });
  expect(maskedLine(line)).toBe(line);
});
