import { inspect } from 'node:util';
import { expect, test } from 'vitest';
import { Secret } from '../../../shared/lang/secret.ts';

test.each([
  ['in a text', (secret: Secret) => `${String(secret)} ${[secret].join()}`],
  ['in JSON', (secret: Secret) => JSON.stringify({ deep: [secret] })],
  ['printed', (secret: Secret) => inspect({ deep: { secret } }, { showHidden: true, depth: 9 })],
  ['in an error', (secret: Secret) => inspect(new Error(String(secret), { cause: secret }))],
  ['among its properties', (secret: Secret) => Object.entries(secret).join()],
  ['in a copy', (secret: Secret) => inspect(structuredClone({ secret }))],
])('a secret does not show %s', (_, seen) => {
  expect(seen(new Secret('CANARY'))).not.toContain('CANARY');
  expect(new Secret('CANARY').reveal()).toBe('CANARY');
});
