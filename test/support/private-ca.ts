import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A certificate and its key, PEM. */
export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

/** What a company has that signs the certificates of its own servers. */
export interface PrivateCa {
  /** Of the root, PEM. */
  readonly cert: string;
  /** The same in a file. */
  readonly file: string;
  /** For a server of that name or address, signed by an intermediate, which comes along behind it. */
  serverFor(host: string): Certificate;
}

/** Whether there is an openssl to make them with. */
export function hasOpenssl(): boolean {
  try {
    execFileSync('openssl', ['version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** A root, an intermediate below it, and certificates of servers, made by openssl in that folder. */
export function privateCa(folder: string, name: string, days = 30): PrivateCa {
  const home = join(folder, `ca-${name}`);
  mkdirSync(home);
  const openssl = (line: string, ...more: readonly string[]): void =>
    void execFileSync('openssl', [...line.split(' '), ...more], { cwd: home, stdio: 'pipe' });
  const read = (file: string): string => readFileSync(join(home, file), 'utf8');
  const key = (file: string): string =>
    `-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout ${file}.key`;
  const sign = (file: string, subject: string, by: string, extensions: string): void => {
    writeFileSync(join(home, `${file}.ext`), extensions);
    openssl(`req -new ${key(file)} -out ${file}.csr -subj`, `/CN=${subject}`);
    openssl(
      `x509 -req -in ${file}.csr -CA ${by}.pem -CAkey ${by}.key -CAcreateserial -days ${days} -extfile ${file}.ext -out ${file}.pem`,
    );
  };

  openssl(`req -x509 ${key('root')} -days ${days} -out root.pem -subj`, `/CN=${name} Root CA`);
  sign('sub', `${name} Issuing CA`, 'root', 'basicConstraints=critical,CA:TRUE,pathlen:0\n');
  let made = 0;
  return {
    cert: read('root.pem'),
    file: join(home, 'root.pem'),
    serverFor(host) {
      made += 1;
      const file = `server-${made}`;
      const kind = /^[\d.]+$/.test(host) ? 'IP' : 'DNS';
      sign(file, host, 'sub', `subjectAltName=${kind}:${host}\n`);
      return { cert: `${read(`${file}.pem`)}${read('sub.pem')}`, key: read(`${file}.key`) };
    },
  };
}
