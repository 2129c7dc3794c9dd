import { parseArgs } from 'node:util';
import { type FromPractice, toPractice } from '../../shared/contracts/practice-protocol.ts';
import { assertNever } from '../../shared/lang/assert-never.ts';
import { parentChannel } from '../../shared/lang/parent-channel.ts';
import { createPracticeServer, type Listening } from './practice-server.ts';

// The practice server as a process: by itself, or as a child that its parent steers over the channel. It ends
// with SIGINT, SIGTERM, the message `stop`, or its parent.

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '0' },
    json: { type: 'boolean', default: false },
    'ledger-file': { type: 'string' },
    'token-life': { type: 'string', default: '3600' },
    'no-rotation': { type: 'boolean', default: false },
  },
});
const ledgerFile = values['ledger-file'];
const tokenLifeS = Number(values['token-life']);
if (!(tokenLifeS > 0)) throw new Error('--token-life takes a number of seconds above 0');
const server = createPracticeServer({
  tokenLifeS,
  rotation: !values['no-rotation'],
  ...(ledgerFile === undefined ? {} : { ledgerFile }),
});

const parent = parentChannel<FromPractice>(process);
const tell = (message: FromPractice) => parent?.send(message);
const tellListening = ({ url }: Listening) => tell({ type: 'listening', url });

async function obey(message: unknown): Promise<void> {
  const order = toPractice.parse(message);
  switch (order.type) {
    case 'offline':
      await server.goOffline();
      tell({ type: 'offline' });
      return;
    case 'online':
      tellListening(await server.goOnline());
      return;
    case 'ledger':
      tell({ type: 'ledger', ledger: server.ledger.snapshot() });
      return;
    case 'expireTokens':
      tell({ type: 'tokensExpired', tokens: server.expireTokens() });
      return;
    case 'tokenNonsense':
      server.misbehaveAtRefresh(order.nonsense, order.times);
      tell({ type: 'tokenNonsense' });
      return;
    case 'stop':
      return end();
    default:
      return assertNever(order);
  }
}

async function end(): Promise<void> {
  await server.stop();
  parent?.close();
}

parent?.onMessage((message) => void obey(message));
parent?.onClose(() => void end());
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => void end());

const listening = await server.start({ port: Number(values.port) });
process.stdout.write(`${values.json ? JSON.stringify(listening) : listening.url}\n`);
tellListening(listening);
