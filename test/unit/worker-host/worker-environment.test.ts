import { expect, test } from 'vitest';
import { workerEnvironment } from '../../../electron/adapters/worker-host/worker-environment.ts';

test('a worker sees paths and certificates, and nothing else of the environment', () => {
  const env = {
    PATH: '/bin',
    HOME: '/home/x',
    TZ: 'UTC',
    NODE_EXTRA_CA_CERTS: '/ca.pem',
    SystemRoot: 'C:\\Windows',
  };
  const secrets = {
    NODE_OPTIONS: '--inspect',
    OUTTRAY_CREDENTIALS_FILE: '/run/credentials',
    SECRET_TOKEN: 'x',
    // Its way out comes with each attempt; here stands a password, perhaps.
    https_proxy: 'http://me:secret@proxy:1',
    NO_PROXY: 'localhost',
    EMPTY: undefined,
  };
  expect(workerEnvironment({ ...env, ...secrets })).toEqual(env);
});
