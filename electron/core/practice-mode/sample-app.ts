import { SAMPLE_APP } from '../../../shared/apps/sample-app.ts';
import { type EmbeddedApp, grantInput } from '../../../shared/contracts/app-grant.ts';
import { APP_WORDS } from '../../../shared/messages/app-words.ts';
import { PRACTICE_ACCOUNT } from '../../../shared/outbox/account.ts';

/** The app that comes along, for as long as the practice server runs: it may send there and nowhere else. */
export const sampleApp = (serverUrl: string): EmbeddedApp => ({
  id: SAMPLE_APP,
  name: APP_WORDS.sample,
  url: 'apps/practice-inspection',
  grant: grantInput.parse({
    targets: [{ url: `${serverUrl}/inbox/inspections*`, methods: ['POST', 'PUT'] }],
    accounts: [PRACTICE_ACCOUNT],
    privateNetwork: true,
    files: 10,
    bodyBytes: 50_000_000,
  }),
});
