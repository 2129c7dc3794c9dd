import https from 'node:https';
import tls from 'node:tls';
import { onTestFinished } from 'vitest';
import { selfSigned } from '../worker/self-signed.ts';
import { listen } from '../worker/support.ts';

const YEAR = 365 * 24 * 60 * 60 * 1000;

export interface CertificateIs {
  readonly host?: string;
  /** Milliseconds from now. */
  readonly from?: number;
  readonly to?: number;
}

export interface TlsServer {
  readonly port: number;
  /** Of the requests that it got. */
  readonly keys: readonly string[];
  /** Bytes that came over TLS. */
  bytes(): number;
  /** Makes its certificate one of an authority that everybody trusts, for the running test. */
  readonly trust: () => void;
}

/** Takes everything that is sent over TLS, with a certificate for `localhost` unless it is otherwise. */
export async function tlsServer(certificate: CertificateIs = {}): Promise<TlsServer> {
  const { host = 'localhost', from = -YEAR, to = YEAR } = certificate;
  const fromNow = (ms: number) => new Date(Date.now() + ms);
  const { key, cert } = selfSigned(host, fromNow(from), fromNow(to));
  const keys: string[] = [];
  let bytes = 0;
  const server = https.createServer({ key, cert }, (request, response) => {
    request.resume().on('end', () => {
      keys.push(String(request.headers['idempotency-key']));
      response.end('{}');
    });
  });
  server.on('tlsClientError', () => {});
  server.on('secureConnection', (socket: tls.TLSSocket) =>
    socket.on('data', (chunk: Buffer) => (bytes += chunk.length)),
  );
  const { port } = await listen(server);
  const before = tls.getCACertificates('default');
  onTestFinished(() => tls.setDefaultCACertificates(before));
  return {
    port,
    keys,
    bytes: () => bytes,
    trust: () => tls.setDefaultCACertificates([...before, cert]),
  };
}
