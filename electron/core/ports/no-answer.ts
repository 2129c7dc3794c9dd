/** Why a server could not be asked, where it is known what stood between. */
export class NoAnswer extends Error {
  readonly by: 'proxySignIn' | 'proxy' | 'certificate';

  /** `code`: as attempts have it. */
  constructor(by: NoAnswer['by'], code: string) {
    super(code);
    this.by = by;
  }
}
