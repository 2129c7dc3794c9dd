import type { AwaitedValue, Header } from '../outbox/request.ts';

/** A file of a stored request, as a page may see it: never where it lies. */
export interface FileView {
  readonly size: number;
  readonly sha256: string;
  readonly kind: 'copy' | 'reference';
}

export type PartView =
  | { readonly kind: 'field'; readonly name: string; readonly value: string }
  | {
      readonly kind: 'file';
      readonly name: string;
      readonly filename: string;
      readonly contentType: string;
      readonly file: FileView;
    };

export type BodyView =
  | { readonly kind: 'none' }
  | {
      readonly kind: 'json' | 'text' | 'form';
      /** The first 256 KiB of it; `bytes` is the whole length. */
      readonly text: string;
      readonly bytes: number;
      readonly contentType: string;
    }
  | { readonly kind: 'multipart'; readonly parts: readonly PartView[] }
  | { readonly kind: 'file'; readonly contentType: string; readonly file: FileView };

/** What a revision of an item sends. */
export interface RequestView {
  readonly revision: number;
  /** Every revision that is kept, oldest first. */
  readonly revisions: readonly number[];
  readonly headers: readonly Header[];
  readonly body: BodyView;
  /** Where values of it come from the answers to other items; null: it is what was handed over. */
  readonly template: TemplateView | null;
}

export interface TemplateView {
  readonly values: readonly AwaitedValue[];
  /** What was handed over, once the values are in it; null: they are not, and the request holds the placeholders. */
  readonly written: {
    readonly url: string;
    readonly headers: readonly Header[];
    readonly body: BodyView;
  } | null;
}
