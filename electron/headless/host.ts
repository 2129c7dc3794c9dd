import type { OutboxError } from '../../shared/contracts/errors.ts';
import type { Result } from '../../shared/lang/result.ts';
import type { OutboxHost } from '../host/host.ts';

/** A host without a screen. */
export interface Host extends OutboxHost {
  /**
   * Serves the page for browsers of this machine from now on; answers its address, which opens it once within a
   * minute. PAGE_UNAVAILABLE when there can be none.
   */
  servePage(): Promise<Result<string, OutboxError>>;
}
