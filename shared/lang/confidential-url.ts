/** Whether nobody on the way can read what is sent there: https, or a server of this machine. */
export function isConfidential(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, hostname } = new URL(address);
  return protocol === 'https:' || (protocol === 'http:' && isLoopback(hostname));
}

/** A host name as URLs have it. */
export const isLoopback = (hostname: string): boolean => LOOPBACK.includes(hostname);

const LOOPBACK = ['127.0.0.1', '[::1]', 'localhost'];
