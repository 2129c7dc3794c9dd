import type { RequestInput } from '../../../shared/contracts/request-input.ts';
import { PRACTICE_ACCOUNT } from '../../../shared/outbox/account.ts';

/** What a field day hands over, with what goes wrong on one: a server that is down, a mistake, a lost answer. */
export function sampleRequests(
  url: string,
  photos: { readonly front: string; readonly back: string },
): readonly RequestInput[] {
  const inbox = `${url}/inbox`;
  const json = (title: string, path: string, value: Record<string, string | number>) =>
    ({ method: 'POST', url: `${inbox}/${path}`, title, body: { kind: 'json', value } }) as const;
  const samples: readonly RequestInput[] = [
    json('Inspection report, boiler room', 'reports', { site: 17, result: 'passed' }),
    {
      method: 'POST',
      url: `${inbox}/documents`,
      title: 'Identity card, two sides',
      body: {
        kind: 'multipart',
        parts: [
          { name: 'case', value: 'A-17' },
          { name: 'front', file: { path: photos.front } },
          { name: 'back', file: { path: photos.back } },
        ],
      },
    },
    { ...json('Gas leak', 'alarms', { room: 4 }), priority: 'urgent' },
    json('Timesheet, server down twice', 'times?status=503&times=2', { hours: 7.5 }),
    json('Order with a mistake', 'orders?invalid', { customer: '' }),
    json('Order with the same mistake', 'orders?invalid', { customer: '' }),
    json('Behind a sign-in page', 'portal?html', { wifi: 'hotel' }),
    {
      ...json('Payment whose answer gets lost', 'payments?commit-then-drop', { amount: 120 }),
      unknownOutcome: 'ask',
    },
    ...[1, 2, 3].map((n) => ({
      ...json(`Meter reading ${n} of 3, in order`, 'readings', { reading: n }),
      orderKey: 'practice meter',
    })),
  ];
  return samples.map((sample) => ({
    ...sample,
    account: PRACTICE_ACCOUNT,
    labels: [PRACTICE_ACCOUNT],
  }));
}
