import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { type PracticeProcess, startPractice } from '../../../electron/host/practice-process.ts';
import { explanationSentence } from '../../../shared/messages/explanation-sentences.ts';
import type { AttemptOutcome } from '../../../shared/outbox/attempt-outcome.ts';
import { isUntrusted } from '../../../shared/outbox/gate.ts';
import { blackHole } from '../../support/black-hole.ts';
import { type CaseHost, type CaseHostOptions, caseHost } from '../../support/case-host.ts';
import { startFaultProxy } from '../../support/fault-proxy.ts';
import { nameMeans } from '../../support/injected-names.ts';
import { ledgerOf } from '../../support/practice.ts';
import { forwardProxy, type ProxyAnswer } from './forward-proxy.ts';
import { expectOnce } from './once.ts';
import { type CertificateIs, tlsServer } from './tls-server.ts';

const YEAR = 365 * 24 * 60 * 60 * 1000;
/** No attempt of these takes so long, whatever else the machine has to do; the limits that are left alone are longer. */
const LONGEST_MS = 8_000;
/** More than the four that are sent to one server at a time. */
const ITEMS = 8;

let server: PracticeProcess;
beforeAll(async () => {
  server = await startPractice({ port: 0 });
});
afterAll(() => server.stop());

interface Trouble {
  /** Where the items are for. */
  readonly url: string;
  readonly options?: CaseHostOptions;
  readonly outcome: Partial<AttemptOutcome>;
  /** What a person is told who asks why an item does not move. */
  readonly told: RegExp;
  /** Keys of the requests that got there, or something in place of each. */
  readonly arrived: () => Promise<readonly string[]>;
  /** Ends the trouble; null where it has no end in this test. */
  readonly heal: (() => unknown) | null;
}

const atPractice = (path: string) => ({
  url: `${server.url}${path}`,
  arrived: async () =>
    (await ledgerOf(server.url)).entries
      .filter((entry) => entry.path === path)
      .map(({ key }) => String(key)),
});

const underName = (url: string, name: string) => url.replace('127.0.0.1', name);

/** A name for the practice server that is found only after a while. */
function lateName(name: string, before: { readonly code: string } | null) {
  let isKnown = false;
  nameMeans(name, () => (isKnown ? ['127.0.0.1'] : before));
  const target = atPractice(`/inbox/${name}`);
  return { ...target, url: underName(target.url, name), heal: () => (isKnown = true) };
}

async function badCertificate(
  is: CertificateIs,
  code: string,
  told: RegExp,
  trusted = true,
): Promise<Trouble> {
  const secure = await tlsServer(is);
  // Somebody's habit of switching the check off is no way past it.
  vi.stubEnv('NODE_TLS_REJECT_UNAUTHORIZED', '0');
  onTestFinished(() => void vi.unstubAllEnvs());
  return {
    url: `https://localhost:${secure.port}/`,
    options: { beforeTls: trusted ? secure.trust : () => {} },
    outcome: { kind: 'notSent', cause: 'certificate', code },
    told,
    arrived: async () => (secure.bytes() === 0 ? [] : ['bytes']),
    heal: null,
  };
}

const SIGN_IN: ProxyAnswer = {
  status: 407,
  headers: { 'Proxy-Authenticate': 'Basic realm="office"', 'Content-Length': '0' },
  body: '',
};
const PAGE: ProxyAnswer = {
  status: 200,
  headers: { 'Content-Type': 'text/html' },
  body: '<!doctype html><title>Welcome to our Wi-Fi</title>',
};

/** Everything goes through a proxy, which does not pass it on for now. */
async function inTheWay(
  scheme: 'http' | 'https',
  answer: ProxyAnswer,
  outcome: Partial<AttemptOutcome>,
  told: RegExp,
): Promise<Trouble> {
  const proxy = await forwardProxy();
  proxy.answers(answer);
  const secure = await tlsServer();
  const env = {
    HTTP_PROXY: proxy.url,
    HTTPS_PROXY: proxy.url,
    NO_PROXY: `<-loopback>,${new URL(server.url).host}`,
  };
  nameMeans('behind-proxy.case.test', () => ['127.0.0.1']);
  const plain = atPractice(`/inbox/n-16/${answer.status}`);
  const target =
    scheme === 'http'
      ? { ...plain, url: underName(plain.url, 'behind-proxy.case.test') }
      : { url: `https://localhost:${secure.port}/`, arrived: async () => secure.keys };
  return {
    ...target,
    options: { env, beforeTls: secure.trust },
    outcome,
    told,
    heal: () => proxy.answers(null),
  };
}

const CASES: Readonly<Record<string, () => Promise<Trouble>>> = {
  'N-01 a name that does not exist': async () => ({
    ...lateName('gone.case.test', { code: 'ENOTFOUND' }),
    outcome: { kind: 'notSent', cause: 'dns', code: 'ENOTFOUND' },
    told: /its name was not found/,
  }),
  'N-01 a name that nobody answers for': async () => ({
    ...lateName('silent.case.test', null),
    options: { limits: { dnsMs: 200 } },
    outcome: { kind: 'notSent', cause: 'dns', code: 'TIMEOUT_DNS' },
    told: /its name could not be looked up in time/,
  }),
  'N-02 a refused connection': async () => {
    const line = await startFaultProxy({ port: Number(new URL(server.url).port) });
    onTestFinished(() => line.stop());
    await line.refuse();
    return {
      ...atPractice('/inbox/n-02'),
      url: `${line.url}/inbox/n-02`,
      outcome: { kind: 'notSent', cause: 'connect', code: 'ECONNREFUSED' },
      told: /nothing answers there/,
      heal: () => line.accept(),
    };
  },
  'N-03 a host that swallows every SYN': async () => ({
    url: `http://127.0.0.1:${await blackHole()}/`,
    options: { limits: { connectMs: 300 } },
    outcome: { kind: 'notSent', cause: 'connect', code: 'TIMEOUT_CONNECT' },
    told: /it did not answer in time/,
    arrived: async () => [],
    heal: null,
  }),
  'N-12 a certificate that has expired': () =>
    badCertificate({ to: -1000 }, 'CERT_HAS_EXPIRED', /its certificate has expired/),
  'N-12 a certificate for another host': () =>
    badCertificate(
      { host: 'other.example' },
      'ERR_TLS_CERT_ALTNAME_INVALID',
      /its certificate is for another name/,
    ),
  'N-12 a certificate that is not valid yet': () =>
    badCertificate({ from: YEAR / 2 }, 'CERT_NOT_YET_VALID', /is not valid yet, or the clock/),
  'N-12 a certificate that vouches only for itself': () =>
    badCertificate({}, 'DEPTH_ZERO_SELF_SIGNED_CERT', /nobody .* vouches for/, false),
  'N-13 a TLS handshake that is cut': async () => {
    const secure = await tlsServer();
    const line = await startFaultProxy(secure);
    onTestFinished(() => line.stop());
    line.cutAfter({ down: 100, reset: true });
    return {
      url: `https://localhost:${line.port}/`,
      options: { beforeTls: secure.trust },
      outcome: { kind: 'notSent', cause: 'network', code: 'ECONNRESET' },
      told: /the connection broke/,
      arrived: async () => secure.keys,
      heal: () => line.heal(),
    };
  },
  'N-16 a proxy that wants a sign-in (407)': () =>
    inTheWay(
      'http',
      SIGN_IN,
      { kind: 'proxySignIn', refused: false },
      /your proxy .* asks for a sign-in/,
    ),
  'N-16 a proxy that wants a sign-in (407) before it opens a tunnel': () =>
    inTheWay(
      'https',
      SIGN_IN,
      { kind: 'proxySignIn', refused: false },
      /your proxy .* asks for a sign-in/,
    ),
  'N-16 a proxy that puts up its own page (200)': () =>
    inTheWay('http', PAGE, { kind: 'suspect' }, /this network answered instead of the server/),
  'N-16 a proxy whose tunnel leads to its own page': () =>
    inTheWay('https', PAGE, { kind: 'notSent' }, /the connection broke|does not speak TLS/),
};

const json = { kind: 'json', value: { room: 4 } } as const;

/** Resolves with why an item was not even tried. */
const heldBack = (host: CaseHost, ids: readonly string[]) =>
  host.seen(async () => {
    for (const id of ids) {
      const [first] = await host.explanations(id);
      const { attempts } = await host.details(id);
      if (first?.code === 'GATE_CLOSED' && attempts.length === 0) return first;
    }
    return null;
  });

test.each(Object.entries(CASES))('%s: nothing arrives, others proceed', async (_, make) => {
  const { url, options, outcome, told, arrived, heal } = await make();
  const host = await caseHost(options);
  const ids = await Promise.all(
    Array.from({ length: ITEMS }, () =>
      host.add({ method: 'POST', url, body: json, priority: 'urgent' }),
    ),
  );
  const elsewhere = await host.add({
    method: 'POST',
    url: `${server.url}/inbox/elsewhere`,
    body: json,
    priority: 'low',
  });
  await expectOnce(server.url, await host.seenThrough(elsewhere));

  const gate = await heldBack(host, ids);
  expect(explanationSentence(gate, Date.now())).toMatch(told);
  const tried = (await Promise.all(ids.map((id) => host.details(id)))).flatMap(
    ({ attempts }) => attempts,
  );
  for (const attempt of tried.filter((one) => one.outcome !== null)) {
    expect(attempt.outcome).toMatchObject(outcome);
    expect(attempt.report?.timings?.total, 'by its own limit').toBeLessThan(LONGEST_MS);
    expect(attempt.counted).toBe(attempt.outcome?.kind === 'suspect' && !attempt.probe);
  }
  expect(await arrived()).toEqual([]);
  const stats = await host.api.call('stats', {}, { kind: 'cli' });
  const needsYou =
    'cause' in outcome && outcome.cause === 'certificate' ? [new URL(url).origin] : [];
  expect(stats.ok && stats.value.gates.filter(isUntrusted).map(({ key }) => key)).toEqual(needsYou);

  if (heal === null) return;
  await heal();
  const sent = await Promise.all(ids.map((id) => host.seenThrough(id)));
  expect(sent.map(({ item }) => item.state)).toEqual(ids.map(() => 'delivered'));
  expect((await arrived()).toSorted()).toEqual(
    sent.map(({ item }) => item.idempotencyKey).toSorted(),
  );
});
