/** What may be handed to the system to be opened: pages that this machine itself serves, and nothing else. */
export function isOfThisMachine(address: string): boolean {
  const url = URL.parse(address);
  return (
    url !== null &&
    url.protocol === 'http:' &&
    url.hostname === '127.0.0.1' &&
    url.port !== '' &&
    url.username === '' &&
    url.password === ''
  );
}

/** Opens a page in the browser; false when it may not be, or could not be. */
export async function openOutside(
  shell: { openExternal(url: string): Promise<void> },
  address: string,
): Promise<boolean> {
  if (!isOfThisMachine(address)) return false;
  try {
    await shell.openExternal(address);
    return true;
  } catch {
    return false;
  }
}
