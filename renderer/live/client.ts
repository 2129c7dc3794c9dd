import { createContext, useContext } from 'react';
import type { OutboxClient } from '../transport/outbox-client.ts';

export const ClientContext = createContext<OutboxClient | null>(null);

/** The outbox that this page shows. */
export function useClient(): OutboxClient {
  const client = useContext(ClientContext);
  if (client === null) throw new Error('no outbox around this component');
  return client;
}
