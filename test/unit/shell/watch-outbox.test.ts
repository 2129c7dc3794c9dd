import { beforeEach, describe, expect, it } from 'vitest';
import type { Call, Sight } from '../../../electron/main/shell/look-at-outbox.ts';
import { watchOutbox } from '../../../electron/main/shell/watch-outbox.ts';
import { outboxError } from '../../../shared/contracts/errors.ts';
import { DEFAULT_SETTINGS } from '../../../shared/contracts/settings.ts';
import { err, ok } from '../../../shared/lang/result.ts';
import { createManualTime, type ManualTime } from '../../support/manual-time.ts';
import { countsOf } from './work.ts';

let time: ManualTime;
let looks: number;
let queued: number;
let broken: boolean;
let told: Sight[];
let changed: () => void;
let stop: () => void;

const call: Call = async (name) => {
  if (name === 'stats') looks += 1;
  if (broken) return err(outboxError('PROFILE_UNUSABLE'));
  const answers: Readonly<Record<string, unknown>> = {
    stats: {
      counts: countsOf({ queued }),
      practice: countsOf({}),
      gates: [],
      away: [],
      heldFor: [],
      pauses: [],
    },
    groups: [],
    'accounts.list': [],
    'settings.get': { settings: DEFAULT_SETTINGS },
    list: { items: [], next: null },
  };
  return ok(answers[name] as never);
};

const rest = async () => {
  for (let turn = 0; turn < 12; turn += 1) await new Promise((resolve) => setImmediate(resolve));
};

beforeEach(async () => {
  time = createManualTime();
  looks = 0;
  queued = 1;
  broken = false;
  told = [];
  stop = watchOutbox(
    {
      call,
      timers: time.timers,
      onChange(listener) {
        changed = listener;
        return () => {
          changed = () => {};
        };
      },
    },
    (sight) => told.push(sight),
  );
  await rest();
});

describe('whoever watches the outbox', () => {
  it('is told at once, and soon after a change; a thousand of them are one', async () => {
    expect(told).toHaveLength(1);
    queued = 2;
    for (let n = 0; n < 1_000; n += 1) changed();
    time.advance(249);
    await rest();
    expect(told).toHaveLength(1);
    time.advance(1);
    await rest();
    expect(told).toHaveLength(2);
    expect(told[1]?.work.counts.queued).toBe(2);
  });

  it('is not kept waiting by further changes', async () => {
    changed();
    time.advance(200);
    changed();
    time.advance(50);
    await rest();
    expect(told).toHaveLength(2);
  });

  it('is told of what changes while it is looked at', async () => {
    changed();
    time.advance(250);
    changed();
    await rest();
    expect(looks).toBe(2);
    time.advance(250);
    await rest();
    expect(looks).toBe(3);
  });

  it('is told every now and then, also without a change', async () => {
    time.advance(15_000);
    await rest();
    time.advance(15_000);
    await rest();
    expect(told).toHaveLength(3);
  });

  it('hears nothing where nothing can be read, and the next time again', async () => {
    broken = true;
    time.advance(15_000);
    await rest();
    broken = false;
    time.advance(15_000);
    await rest();
    expect(looks).toBe(3);
    expect(told).toHaveLength(2);
  });

  it('hears nothing any more once it has stopped, also of a look under way', async () => {
    changed();
    time.advance(250);
    stop();
    await rest();
    expect(told).toHaveLength(1);
    expect(time.nextIn()).toBeNull();
  });
});
