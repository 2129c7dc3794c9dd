import { expect, test } from 'vitest';
import { compilePac } from '../../../../electron/adapters/network/pac/pac-script.ts';
import { systemClock } from '../../../../electron/adapters/system/system.ts';

const ADDRESSES: Readonly<Record<string, string>> = {
  'intra.example': '10.1.2.3',
  'next.example': '10.1.2.4',
};

function surroundings(lookedUp: string[] = []) {
  return {
    clock: systemClock,
    async lookUp(name: string) {
      lookedUp.push(name);
      return ADDRESSES[name] ?? null;
    },
    myAddress: async () => '192.168.1.7',
  };
}

async function ask(text: string, host: string, lookedUp: string[] = []) {
  const script = await compilePac(text, surroundings(lookedUp));
  return script.ok ? script.value.find(`https://${host}/`, host) : script;
}

const inFunction = (body: string): string => `function FindProxyForURL(url, host) { ${body} }`;

test.each([
  [
    'the old way',
    inFunction('if (isPlainHostName(host)) return "DIRECT"; return "PROXY p:1";'),
    'PROXY p:1',
  ],
  [
    'the new way',
    'const P = `PROXY p:1`; const FindProxyForURL = (url, host) => host?.endsWith(".example") ? P : "DIRECT"; // end',
    'PROXY p:1',
  ],
  [
    'with a list that asks for names',
    inFunction(
      'return ["11.0.0.0", "10.0.0.0"].filter((n) => isInNet(host, n, "255.0.0.0")).join();',
    ),
    '10.0.0.0',
  ],
  [
    'with a name that another one leads to',
    inFunction(
      'return dnsResolve(host) === "10.1.2.3" ? "PROXY " + dnsResolve("next.example") + ":1" : "DIRECT";',
    ),
    'PROXY 10.1.2.4:1',
  ],
  [
    'that catches what it can',
    inFunction(
      'try { return nobody(); } catch { return isResolvable("gone.example") ? "x" : "DIRECT"; }',
    ),
    'DIRECT',
  ],
  ['of nothing', inFunction(''), ''],
  ['of null', inFunction('return null;'), ''],
  [
    'with what it is shown',
    inFunction('return url + " " + host + " " + myIpAddress();'),
    'https://intra.example/ intra.example 192.168.1.7',
  ],
])('a script written %s', async (_, text, answer) => {
  expect(await ask(text, 'intra.example')).toEqual({ ok: true, value: answer });
});

test('every name is looked up once, and none before it is asked for', async () => {
  const lookedUp: string[] = [];
  const text = inFunction(
    'return isInNet(host, "10.0.0.0", "255.0.0.0") && isInNet(host, "10.1.0.0", "255.255.0.0") ? "PROXY p:1" : "DIRECT";',
  );
  expect(await ask(text, 'intra.example', lookedUp)).toEqual({ ok: true, value: 'PROXY p:1' });
  expect(lookedUp).toEqual(['intra.example']);
});

test.each([
  ['no script', '<html>Sign in</html>', /unexpected token|expect/i],
  ['no function', 'var proxy = "p:1";', /no function FindProxyForURL/],
  ['something else of that name', 'var FindProxyForURL = "p:1";', /no function FindProxyForURL/],
  ['an answer that is none', inFunction('return 5;'), /answers number, not a text/],
  ['an error', inFunction('throw new Error("boom");'), /boom/],
  ['a function that nobody has', inFunction('return nobody(host);'), /nobody/],
  ['no end', inFunction('while (true) {}'), /does not come to an end/],
  ['no end before it begins', 'while (true) {}', /does not come to an end/],
  [
    'more memory than there is',
    inFunction('var a = []; while (true) a.push("x".repeat(100000) + a.length);'),
    /memory|does not come to an end/,
  ],
])('a script with %s is told', async (_, text, detail) => {
  expect(await ask(text, 'intra.example')).toEqual({
    ok: false,
    error: expect.stringMatching(detail),
  });
});

test('after an endless turn the next one is answered', async () => {
  const script = await compilePac(
    inFunction('if (host === "bad.example") while (true) {} return "DIRECT";'),
    surroundings(),
  );
  if (!script.ok) throw new Error(script.error);
  const find = (host: string) => script.value.find(`https://${host}/`, host);
  const [bad, good] = await Promise.all([find('bad.example'), find('good.example')]);
  expect(bad.ok).toBe(false);
  expect(good).toEqual({ ok: true, value: 'DIRECT' });
});

test('a script has nothing of this process', async () => {
  const text = inFunction(
    'var g = (function () {}).constructor("return this")(); return [typeof process, typeof require, typeof g.fetch, typeof g.process].join();',
  );
  expect(await ask(text, 'intra.example')).toEqual({
    ok: true,
    value: 'undefined,undefined,undefined,undefined',
  });
});

test('it does not grow with what it is asked', async () => {
  const script = await compilePac(
    inFunction('return "PROXY " + host + ":1; " + "x".repeat(1000);'),
    surroundings(),
  );
  if (!script.ok) throw new Error(script.error);
  // 32 MiB would be full at a third of it if an answer stayed behind.
  let answered = 0;
  while (answered < 100_000 && (await script.value.find('https://api.example/', 'a')).ok)
    answered += 1;
  expect(answered).toBe(100_000);
});
