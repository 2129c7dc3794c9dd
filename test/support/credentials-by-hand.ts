import type { CredentialState, Credentials } from '../../electron/core/ports/credentials.ts';
import type { Account } from '../../shared/outbox/account.ts';

/** Credentials whose state a test sets by hand. */
export class ByHand implements Credentials {
  state: CredentialState = { kind: 'refreshing' };
  prepared = 0;
  refusals: number[] = [];
  private readonly listeners = new Set<() => void>();
  stateOf(of: Account): CredentialState {
    return of.auth.kind === 'none' ? { kind: 'ready', headers: [], generation: 0 } : this.state;
  }
  owner: string | null = null;
  ownerOf(): string | null {
    return this.owner;
  }
  prepare(): void {
    this.prepared += 1;
  }
  refused(_account: Account, generation: number): void {
    this.refusals.push(generation);
    this.state = { kind: 'refreshing' };
  }
  isFresh(): boolean {
    return true;
  }
  onChange(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }
  become(state: CredentialState): void {
    this.state = state;
    for (const listener of this.listeners) listener();
  }
}

export const token = (generation: number): CredentialState => ({
  kind: 'ready',
  headers: [['Authorization', `Bearer t${generation}`]],
  generation,
});
