/** Only the page of a host of this machine is ever handed to the system to be opened. */
export function isHostPage(address: string): boolean {
  const url = URL.parse(address);
  return (
    url !== null &&
    url.protocol === 'http:' &&
    url.hostname === '127.0.0.1' &&
    url.port !== '' &&
    url.username === '' &&
    url.password === '' &&
    url.pathname === '/'
  );
}
