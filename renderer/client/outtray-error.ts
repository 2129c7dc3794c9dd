import type { AppError } from '../../shared/contracts/app-bridge.ts';

/** Why the outbox did not take a request, or what became of it instead of an answer. */
export class OutTrayError extends Error {
  override readonly name = 'OutTrayError';
  /** Stable; the message is for people. */
  readonly code: string;
  readonly params: AppError['params'];

  constructor({ code, params, message }: Omit<AppError, 'code'> & { readonly code: string }) {
    super(message);
    this.code = code;
    this.params = params;
  }
}
