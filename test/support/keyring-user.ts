// One process that uses a keyring, as a host does: says what came of one call, as JSON.
//   node keyring-user.ts LIBRARY set|get|delete|best PROFILE ACCOUNT [REFRESH_TOKEN]
import { loadKeytar } from '../../electron/adapters/secrets/keytar.ts';
import { loadNapiKeyring } from '../../electron/adapters/secrets/napi-keyring.ts';
import { createSecretStore } from '../../electron/adapters/secrets/secret-store.ts';
import { systemTimers } from '../../electron/adapters/system/system.ts';
import { Secret } from '../../shared/lang/secret.ts';

const [library, call, profile = '', account = '', token = ''] = process.argv.slice(2);
const keptBy = library === 'keytar' ? 'keytar' : 'napi-keyring';
const none = async () => null;
const store = createSecretStore({
  profile,
  timers: systemTimers,
  sessionWillDo: false,
  keychains: {
    keytar: library === 'keytar' ? loadKeytar : none,
    'napi-keyring': library === 'napi-keyring' ? loadNapiKeyring : none,
  },
});

async function perform(): Promise<unknown> {
  switch (call) {
    case 'set':
      return store.set(
        account,
        { accessToken: null, refreshToken: new Secret(token), headers: [], subject: null },
        null,
      );
    case 'get': {
      const reading = await store.get(account, keptBy);
      return reading.kind === 'found'
        ? { kind: 'found', refreshToken: reading.secrets.refreshToken?.reveal() }
        : reading;
    }
    case 'delete':
      return store.delete(account, keptBy);
    default:
      throw new Error(`no such call: ${call}`);
  }
}

process.stdout.write(`${JSON.stringify(await perform())}\n`);
