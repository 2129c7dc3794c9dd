import { setTimeout as sleep } from 'node:timers/promises';
import { ok, type Result } from '../../../../shared/lang/result.ts';
import { bytes } from '../../../../shared/messages/format.ts';
import { stateWords } from '../../../../shared/messages/short-reasons.ts';
import type { Item } from '../../../../shared/outbox/item.ts';
import type { PracticeProcess } from '../../../host/practice-process.ts';
import type { Host } from '../../host.ts';
import { SOURCE } from '../cli.ts';
import type { CliError } from '../cli-error.ts';
import type { Following } from '../follow-changes.ts';
import { type Progress, uploadNote } from '../progress.ts';
import { watchItems } from '../watch-items.ts';
import type { Cast, Role } from './cast.ts';

/** A role and the item that it became. */
export interface Player {
  readonly role: Role;
  readonly id: string;
}

export interface Stage {
  readonly host: Host;
  readonly server: PracticeProcess;
  readonly progress: Progress;
  /** Milliseconds since 1970 UTC. */
  now(): number;
  /** Milliseconds since the demo began. */
  elapsed(): number;
  /** Ends the demo where it is. */
  readonly stopped: AbortSignal;
}

const OFFLINE_MS = 3000;
const SYNC_EVERY_MS = 8000;
/** With everything before and after it the demo stays under a minute. */
const CURTAIN_MS = 48_000;
const LOOK_MS = 20;
const DRAW_MS = 200;

/** Plays the demo to its end, or until the time for it is over; says what happens as it happens. */
export async function perform(
  stage: Stage,
  cast: Cast,
): Promise<Result<readonly Player[], CliError>> {
  const { host, server, progress, stopped } = stage;
  const pause = (ms: number) => sleep(ms, undefined, { signal: stopped }).catch(() => {});
  const say = (text: string): void => progress.line(text);

  const first = await handOver(host, cast.first);
  if (!first.ok) return first;
  say(`${first.value.length} items are in the out-tray, on disk. Sending begins.`);
  const watch = watchItems(host, (item) => say(eventLine(stage, item)));
  let note = '';
  const endNotes = host.watchSending((news) => {
    if (news.kind === 'progress') note = uploadNote(news);
  });
  const drawing = setInterval(() => void draw(stage, cast, note), DRAW_MS);
  try {
    const started = await host.sending.start();
    if (!started.ok) return started;

    const video = first.value.find((player) => player.role.title === cast.video);
    const sent = await untilUnderWay(stage, video?.id ?? '');
    if (stopped.aborted) return ok([]);
    await server.goOffline();
    say(`The network is gone, with ${bytes(sent)} of the video sent.`);
    const offline = await handOver(host, cast.offline);
    if (!offline.ok) return offline;
    say(`${offline.value.length} more items go into the out-tray meanwhile.`);
    await pause(OFFLINE_MS);
    if (stopped.aborted) return ok([]);
    await server.goOnline();
    say('The network is back.');

    const players = [...first.value, ...offline.value];
    for (;;) {
      await host.api.call('sync', {}, SOURCE);
      const until = Math.min(CURTAIN_MS, stage.elapsed() + SYNC_EVERY_MS);
      while (stage.elapsed() < until) {
        if (await allDone(host, players)) return ok(players);
        await pause(LOOK_MS * 5);
        if (stopped.aborted) return ok(players);
      }
      if (stage.elapsed() >= CURTAIN_MS) return ok(players);
      say('"Sync now": whatever waits for its next try goes at once.');
    }
  } finally {
    clearInterval(drawing);
    endNotes();
    await quiet(watch, progress);
  }
}

async function quiet(watch: Following, progress: Progress): Promise<void> {
  await watch.end();
  progress.end();
}

async function handOver(
  host: Host,
  roles: readonly Role[],
): Promise<Result<readonly Player[], CliError>> {
  const accepted = await host.api.call(
    'enqueueMany',
    { requests: roles.map(({ title, request }) => ({ ...request, title })) },
    SOURCE,
  );
  if (!accepted.ok) return accepted;
  return ok(roles.map((role, index) => ({ role, id: accepted.value[index]?.id ?? '' })));
}

/** Until a part of an upload is on the wire, or all of it; bytes sent. */
async function untilUnderWay({ host, stopped }: Stage, id: string): Promise<number> {
  for (;;) {
    if (stopped.aborted) return 0;
    const sent = host.sending.progressOf(id)?.bytesUp ?? 0;
    if (sent > 0) return sent;
    const details = await host.api.call('get', { id }, SOURCE);
    if (!details.ok || details.value.attempts.some((attempt) => attempt.endedAt !== null)) return 0;
    await sleep(LOOK_MS);
  }
}

async function allDone(host: Host, players: readonly Player[]): Promise<boolean> {
  for (const { id } of players) {
    const details = await host.api.call('get', { id }, SOURCE);
    if (!details.ok) return true;
    if (!['delivered', 'attention'].includes(details.value.item.state)) return false;
  }
  return true;
}

async function draw({ host, progress }: Stage, cast: Cast, note: string): Promise<void> {
  const total = cast.first.length + cast.offline.length;
  const stats = await host.api.call('stats', {}, SOURCE);
  if (!stats.ok) return;
  const { delivered, attention } = stats.value.counts;
  progress.show({ done: delivered + attention, total, note });
}

function eventLine(stage: Stage, item: Item): string {
  const seconds = (stage.elapsed() / 1000).toFixed(1).padStart(6);
  const what = (item.title ?? '').padEnd(32);
  const passedOn = item.state === 'queued' && item.last?.kind === 'redirected';
  const words = passedOn ? `passed on, ${item.last.status}` : stateWords(item, stage.now());
  return `${seconds} s  ${what}  ${words}`;
}
