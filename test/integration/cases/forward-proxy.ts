import http from 'node:http';
import { connect } from 'node:net';
import { listen } from '../worker/support.ts';

export interface ForwardProxy {
  readonly url: string;
  /** First lines of what it was asked. */
  readonly asked: readonly string[];
  /** From now on it answers in place of every server; null: it passes everything on. */
  answers(answer: ProxyAnswer | null): void;
}

export interface ProxyAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** A proxy as networks have it, for plain requests and for tunnels, that can ask for a sign-in or put up its own page. */
export async function forwardProxy(): Promise<ForwardProxy> {
  const asked: string[] = [];
  let standing: ProxyAnswer | null = null;
  const server = http.createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    if (standing !== null) {
      const { status, headers, body } = standing;
      request.resume().on('end', () => response.writeHead(status, headers).end(body));
      return;
    }
    const { method, headers } = request;
    const onward = http.request(request.url ?? '', { method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    onward.on('error', () => response.destroy());
    request.pipe(onward);
  });
  server.on('connect', (request, client, head) => {
    asked.push(`CONNECT ${request.url}`);
    client.on('error', () => {});
    if (standing !== null) {
      const { status, headers, body } = standing;
      const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
      client.end(`HTTP/1.1 ${status} -\r\n${lines.join('')}\r\n${body}`);
      return;
    }
    const { port } = new URL(`http://${request.url}`);
    const onward = connect({ host: '127.0.0.1', port: Number(port) }, () => {
      client.write('HTTP/1.1 200 OK\r\n\r\n');
      onward.write(head);
      onward.pipe(client).pipe(onward);
    });
    onward.on('error', () => client.destroy());
  });
  const { url } = await listen(server);
  return {
    url,
    asked,
    answers(answer) {
      standing = answer;
    },
  };
}
