/** What of an event's frame says who asks. Reading it throws once the frame is gone. */
export interface SenderFrame {
  readonly url: string;
  readonly origin: string;
  readonly parent: unknown;
}

/** An event as far as it says who asks; null where Electron says that the frame is not there any more. */
export interface SentBy<Contents> {
  readonly sender: Contents;
  readonly senderFrame: SenderFrame | null;
}

/**
 * Whether an event comes from the page that belongs into `known`: its main frame, at exactly `origin`. A frame that is
 * gone, or that went elsewhere meanwhile, is nobody.
 */
export function isFrom<Contents>(
  { sender, senderFrame }: SentBy<Contents>,
  known: (contents: Contents) => boolean,
  origin: string,
): boolean {
  if (senderFrame === null || !known(sender)) return false;
  try {
    return (
      senderFrame.parent === null &&
      senderFrame.origin === origin &&
      senderFrame.url.startsWith(`${origin}/`)
    );
  } catch {
    return false;
  }
}
