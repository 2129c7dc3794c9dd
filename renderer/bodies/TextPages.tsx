import { memo, useMemo } from 'react';
import { printable } from '../../shared/messages/printable.ts';
import { textBlocks } from './text-blocks.ts';

/** A long text in blocks, of which the browser lays out only those that are near. */
export function TextPages({
  pages,
  label,
}: {
  readonly pages: readonly string[];
  readonly label: string;
}) {
  return (
    // A place that scrolls has to be reachable by keyboard.
    <section className="text-view" aria-label={label} tabIndex={0} dir="auto">
      {pages.map((page, at) => (
        <TextPage key={at} text={page} />
      ))}
    </section>
  );
}

const TextPage = memo(function TextPage({ text }: { readonly text: string }) {
  const blocks = useMemo(() => textBlocks(printable(text)), [text]);
  return blocks.map((block, at) => (
    <pre key={at} className="text-block">
      {block}
    </pre>
  ));
});
