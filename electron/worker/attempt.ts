import type { Job, TransferProgress } from '../../shared/contracts/worker-protocol.ts';
import { err, ok, type Result } from '../../shared/lang/result.ts';
import { type AttemptError, type AttemptReport, NO_EXCHANGE } from '../../shared/outbox/attempt.ts';
import type { AbortedBy } from '../../shared/outbox/attempt-outcome.ts';
import { secretsIn, withoutSecrets } from '../../shared/outbox/redaction.ts';
import { BodyError } from './body/body-error.ts';
import { checkFiles } from './body/files.ts';
import { makeBody } from './body/make-body.ts';
import type { Answer } from './classify/answer.ts';
import { classify, type Ending } from './classify/classify.ts';
import { isAccepted } from './classify/classify-answer.ts';
import { asFailure, type Failure } from './classify/classify-failure.ts';
import { errorClass } from './classify/failure-codes.ts';
import { needsDocument } from './classify/keeps-contract.ts';
import type { Via } from './classify/proxy-word.ts';
import { quotaResetMs } from './classify/rate-limit.ts';
import { recordedHeaders, requestHeaders } from './headers.ts';
import { throttle } from './throttle.ts';
import type { Agents } from './transport/agents.ts';
import {
  type Exchange,
  type ExchangeResult,
  type OutgoingRequest,
  startExchange,
} from './transport/exchange.ts';
import { addressIn, isPublicAddress, notGranted } from './transport/public-addresses.ts';
import { phaseTimings } from './transport/timings.ts';

const PROGRESS_INTERVAL_MS = 100;

export interface AttemptContext {
  readonly agents: Agents;
  /** Wall time, milliseconds. */
  readonly now: () => number;
  /** Milliseconds of a clock that only goes forward. */
  readonly monotonic: () => number;
}

export interface RunningAttempt {
  /** Resolves exactly once and never rejects. */
  readonly report: Promise<AttemptReport>;
  /** May come at any time; too late, it has no effect. */
  abort(by: AbortedBy): void;
}

/** Performs one attempt: at most one request on the wire. */
export function startAttempt(
  job: Job,
  context: AttemptContext,
  onProgress: (progress: TransferProgress) => void,
): RunningAttempt {
  let exchange: Exchange | null = null;
  let abortedBy: AbortedBy | null = null;

  const run = async (): Promise<AttemptReport> => {
    const startedAt = context.monotonic();
    const prepared = await prepare(job);
    if (!prepared.ok) return notStarted(job, prepared.error);
    if (abortedBy !== null)
      return notStarted(job, { kind: 'aborted', by: abortedBy, progress: 'none', answer: null });
    const outgoing = prepared.value;
    const totalUp = outgoing.body?.length ?? 0;
    const told = throttle(PROGRESS_INTERVAL_MS, (bytesUp: number, bytesDown: number) =>
      onProgress({ bytesUp, totalUp, bytesDown }),
    );
    exchange = startExchange(outgoing, context.agents, told.tell);
    const result = await exchange.result;
    told.end();
    return ended(job, result, abortedBy, context.now(), context.monotonic() - startedAt);
  };

  return {
    report: run().then((report) => withoutEchoes(report, secretsOf(job))),
    abort(by) {
      abortedBy ??= by;
      exchange?.abort();
    },
  };
}

type Unsent = Extract<Ending, { kind: 'unsendable' | 'failed' | 'aborted' }>;

/** Everything that can be known to be wrong before a connection is opened. */
async function prepare(job: Job): Promise<Result<OutgoingRequest, Unsent>> {
  const url = usableUrl(job.url);
  if (url === null) return invalid('url');
  const address = addressIn(url);
  if (job.reach === 'public' && address !== null && !isPublicAddress(address))
    return err({ kind: 'unsendable', problem: notGranted(address).problem });
  const body = makeBody(job.body);
  if (!body.ok) return err({ kind: 'unsendable', problem: body.error });
  // got sends no body with these (RFC 9110 §9.3.1).
  if (body.value !== null && /^(?:GET|HEAD)$/.test(job.method))
    return invalid('a body with GET or HEAD');
  const headers = requestHeaders(job, body.value);
  if (!headers.ok) return err({ kind: 'unsendable', problem: headers.error });
  try {
    await checkFiles(job.body);
  } catch (error) {
    return err(endingOf(error));
  }
  return ok({
    method: job.method,
    url,
    reach: job.reach,
    route: job.route,
    headers: headers.value,
    body: body.value,
    limits: job.limits,
    spill: job.spill,
    secrets: secretsOf(job),
    needsWhole: needsDocument(job.contract),
    accepts: (status) => isAccepted(status, job.contract),
  });
}

const invalid = (detail: string): Result<never, Unsent> =>
  err({ kind: 'unsendable', problem: { code: 'REQUEST_INVALID', detail } });

/** Never written down, whoever repeats them. */
function secretsOf({ secretHeaders, route: { proxy } }: Job): readonly string[] {
  const secrets = secretsIn(secretHeaders);
  if (proxy === null || proxy.credentials === null) return secrets;
  const { user, password } = proxy.credentials;
  const basic = Buffer.from(`${user}:${password}`).toString('base64');
  return [...secrets, basic, ...(password === '' ? [] : [password])];
}

function viaOf({ route: { proxy }, url }: Job): Via | null {
  if (proxy === null) return null;
  const { protocol, hostname, port } = new URL(proxy.url);
  return {
    proxy: `${hostname}:${port === '' ? (protocol === 'https:' ? 443 : 80) : port}`,
    signedIn: proxy.credentials !== null || proxy.refused,
    tunnelled: url.startsWith('https:'),
  };
}

/** Credentials in a URL would be sent as an Authorization header that nobody chose. */
function usableUrl(text: string): URL | null {
  const url = URL.parse(text);
  if (url === null || !/^https?:$/.test(url.protocol)) return null;
  return url.username === '' && url.password === '' ? url : null;
}

/** A file system that is out of handles fails the attempt; everything else is the file's own trouble. */
function endingOf(error: unknown): Unsent {
  if (error instanceof BodyError) return { kind: 'unsendable', problem: error.problem };
  return { kind: 'failed', failure: asFailure(error), progress: 'none' };
}

function notStarted(job: Job, ending: Unsent): AttemptReport {
  return { ...NO_EXCHANGE, ...classify(ending, job.contract, viaOf(job)), error: errorOf(ending) };
}

function ended(
  job: Job,
  result: ExchangeResult,
  abortedBy: AbortedBy | null,
  now: number,
  totalMs: number,
): AttemptReport {
  const { request, progress, head, body, phases, bytesUp } = result;
  const ending = endingOfExchange(job, result, abortedBy, now);
  return {
    ...classify(ending, job.contract, viaOf(job)),
    requestHeaders: request === null ? [] : recordedHeaders(request, job.secretHeaders),
    response: head,
    body,
    timings: phaseTimings(phases, request?.reusedSocket ?? false, totalMs),
    bytesUp,
    bytesDown: body?.bytes ?? 0,
    progress,
    error: errorOf(ending) ?? cutShort(result, abortedBy),
    quotaResetMs: head === null ? null : quotaResetMs(head.headers),
  };
}

function endingOfExchange(
  job: Job,
  { head, body, bodyStart, wholeBody, progress, failure }: ExchangeResult,
  abortedBy: AbortedBy | null,
  now: number,
): Ending {
  const answer: Answer | null =
    head === null
      ? null
      : {
          url: job.url,
          status: head.status,
          statusText: head.statusText,
          headers: head.headers,
          bodyStart,
          bodyEnded: body?.truncated !== 'cut',
          body: wholeBody,
          progress,
          receivedAt: now,
        };
  if (abortedBy !== null && failure !== null)
    return { kind: 'aborted', by: abortedBy, progress, answer };
  // A body that is not what was accepted did not go out whole, whatever the server made of its beginning.
  if (failure instanceof BodyError && progress !== 'complete')
    return { kind: 'unsendable', problem: failure.problem };
  if (answer !== null) return { kind: 'answered', answer };
  return { kind: 'failed', failure: plain(failure), progress };
}

/**
 * Whatever a server repeats of the account's secrets is not written down. The address of a redirect with a secret
 * in it cannot be written down either, and without it leads elsewhere: that is for a person to look at.
 */
function withoutEchoes(report: AttemptReport, secrets: readonly string[]): AttemptReport {
  const clean = withoutSecrets(report, secrets);
  const { outcome } = report;
  if (outcome.kind !== 'redirected' || clean.outcome.kind !== 'redirected') return clean;
  const { status, location } = clean.outcome;
  if (location === outcome.location) return clean;
  return { ...clean, outcome: { kind: 'misdirected', status, location, otherOrigin: false } };
}

const plain = (failure: Failure | BodyError | null): Failure =>
  failure === null || failure instanceof BodyError
    ? { code: 'ERR_UNKNOWN', message: 'ended without an answer' }
    : failure;

function errorOf(ending: Ending): AttemptError | null {
  switch (ending.kind) {
    case 'unsendable':
      return { class: 'file', code: ending.problem.code, message: ending.problem.code };
    case 'failed':
      return { class: errorClass(ending.failure.code), ...ending.failure };
    case 'answered':
    case 'aborted':
      return null;
  }
}

/** Why an answer that counts is not whole. */
function cutShort({ failure }: ExchangeResult, abortedBy: AbortedBy | null): AttemptError | null {
  if (failure === null || failure instanceof BodyError || abortedBy !== null) return null;
  return { class: errorClass(failure.code), ...failure };
}
