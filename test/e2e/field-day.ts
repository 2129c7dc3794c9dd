import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Field } from './field.ts';

const TITLES = [
  'Inspection of the fire doors, north wing',
  'Visit 42: blood pressure, weight and the medication plan for the next four weeks, with two photos of the wound',
  'Report\u202Egnp.exe',
  'تقرير فحص مضخة المياه في الطابق السفلي',
  'דוח ביקור אצל הלקוח',
  'Фотографии щита до и после замены',
  'Order of spare parts',
  'Zählerstand Keller, Lindenstraße 7',
] as const;
const PATHS = ['reports', 'photos', 'orders', 'visits/2026/11/25/notes'] as const;
const PRIORITIES = ['low', 'normal', 'normal', 'high', 'urgent'] as const;

export const FIELD_DAY_ITEMS = 200;

/** A day in the field: items in every state, of two accounts, with titles of all kinds. */
export async function fieldDay(field: Field): Promise<void> {
  const { url: server } = field.practice;
  await field.cli(['account', 'add', '--from', accountFile(field, 'clinic-north', [server])]);
  await field.cli([
    'account',
    'add',
    '--from',
    accountFile(field, 'inspections', ['https://inspections.example']),
  ]);
  const lines = Array.from({ length: FIELD_DAY_ITEMS }, (_, at) =>
    JSON.stringify(request(field, at)),
  );
  const file = join(field.home, 'field-day.jsonl');
  writeFileSync(file, lines.join('\n'));
  await field.cli(['add', '--from', file]);
}

function request(field: Field, at: number): unknown {
  const title = TITLES[at % TITLES.length] ?? '';
  const path = PATHS[at % PATHS.length] ?? '';
  const fault = faultOf(at);
  return {
    method: at % 9 === 0 ? 'PUT' : 'POST',
    url: `${field.inbox}/${path}${fault === '' ? '' : `?${fault}`}`,
    ...(at % 3 === 0 ? {} : { title }),
    ref: `visit-${at}`,
    priority: PRIORITIES[at % PRIORITIES.length],
    body: { kind: 'json', value: { visit: at, note: title, readings: Array(at % 40).fill(at) } },
    ...laterOf(at),
  };
}

/** What the practice server does with it. */
function faultOf(at: number): string {
  if (at % 10 === 1) return 'invalid';
  if (at % 25 === 2) return 'status=404';
  if (at % 40 === 3) return 'commit-then-drop&times=99';
  if (at % 20 === 4) return 'status=503';
  if (at % 50 === 5) return 'delay=600000';
  return '';
}

function laterOf(at: number): Readonly<Record<string, unknown>> {
  if (at % 40 === 3) return { unknownOutcome: 'ask' };
  if (at % 8 === 6) return { notBefore: Date.now() + 90_000_000 };
  return {};
}

function accountFile(field: Field, name: string, origins: readonly string[]): string {
  const file = join(field.home, `${name}.json`);
  writeFileSync(
    file,
    JSON.stringify({
      name,
      origins,
      auth: {
        kind: name === 'inspections' ? 'bearer' : 'none',
        ...(name === 'inspections'
          ? { refresh: { kind: 'oauth2', tokenUrl: `${origins[0]}/token`, clientId: 'outtray' } }
          : {}),
      },
    }),
  );
  return file;
}
