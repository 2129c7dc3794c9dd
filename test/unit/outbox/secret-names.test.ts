import { expect, test } from 'vitest';
import { isSecretName, withoutSecretsInQuery } from '../../../shared/outbox/secret-names.ts';

test.for([
  ['Authorization', true],
  ['X-Forwarded-Authorization', true],
  ['api_key', true],
  ['X-Api-Key', true],
  ['Ocp-Apim-Subscription-Key', true],
  ['X-Auth-Key', true],
  ['Set-Cookie', true],
  ['X-Passwd', true],
  ['X-Session-Token', true],
  ['Client_Secret', true],
  ['X-Amz-Credential', true],
  ['AccessKey', true],
  ['private-key', true],
  ['Idempotency-Key', false],
  ['X-Request-Id', false],
  ['Author', false],
] as const)('a header "%s" is taken for secret: %s', ([name, isSecret]) => {
  expect(isSecretName(name)).toBe(isSecret);
});

const ORIGIN = 'https://api.example';

test.for([
  ['/visits', '/visits'],
  ['/visits?room=4', '/visits?room=4'],
  ['/visits?room=4&api_key=abc&day=1', '/visits?room=4&api_key=REDACTED&day=1'],
  ['/visits?access_token=a=b==&x=%20', '/visits?access_token=REDACTED&x=%20'],
  ['/visits?key=abc', '/visits?key=REDACTED'],
  ['/visits?keys=abc&monkey=abc', '/visits?keys=abc&monkey=abc'],
  ['/visits?auth=abc&author=abc', '/visits?auth=REDACTED&author=abc'],
  ['/blob?sv=1&sig=a%2Fb%3D#part', '/blob?sv=1&sig=REDACTED#part'],
  ['/blob?X-Amz-Signature=abc&X-Amz-Date=1', '/blob?X-Amz-Signature=REDACTED&X-Amz-Date=1'],
  ['/token=abc?x#token=abc', '/token=abc?x#token=abc'],
  ['/visits?token=&token', '/visits?token=&token'],
  ['/visits?next=/a?token=abc', '/visits?next=/a?token=abc'],
  ['/visits?token=a&token=b', '/visits?token=REDACTED&token=REDACTED'],
] as const)('%s is written as %s', ([given, shown]) => {
  expect(withoutSecretsInQuery(ORIGIN + given)).toBe(ORIGIN + shown);
});
