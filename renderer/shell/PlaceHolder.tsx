import type { ReactNode } from 'react';
import { Button } from 'react-aria-components';
import type { OutboxError } from '../../shared/contracts/errors.ts';
import { unreadSentence } from '../../shared/messages/page-error-sentences.ts';
import { PAGE_WORDS } from '../../shared/messages/page-words.ts';

/** What stands where there is nothing to show. */
export function PlaceHolder({
  title,
  text,
  children,
}: {
  readonly title: string;
  readonly text: string;
  readonly children?: ReactNode;
}) {
  return (
    <div className="place-holder">
      <h2>{title}</h2>
      <p className="quiet">{text}</p>
      {children}
    </div>
  );
}

export function Loading() {
  return (
    <p className="place-holder quiet" role="status">
      {PAGE_WORDS.loading}
    </p>
  );
}

/** A part could not be had, and is asked for again by itself. That nobody answers is no mistake of anybody, so it is calm. */
export function Unread({ error }: { readonly error: OutboxError }) {
  return (
    <p className={error.code === 'HOST_STOPPED' ? 'quiet' : 'trouble'}>{unreadSentence(error)}</p>
  );
}

/** Something could not be had, and can be asked for again. */
export function Trouble({
  error,
  onRetry,
}: {
  readonly error: OutboxError;
  readonly onRetry: () => void;
}) {
  return (
    <div className="place-holder" role="alert">
      <p>{unreadSentence(error)}</p>
      <Button className="button" onPress={onRetry}>
        {PAGE_WORDS.tryAgain}
      </Button>
    </div>
  );
}
