import { useMemo } from 'react';
import { hexLines } from './hex-lines.ts';

export function HexView({ bytes, label }: { readonly bytes: Uint8Array; readonly label: string }) {
  const lines = useMemo(() => hexLines(bytes), [bytes]);
  return (
    <section className="text-view" aria-label={label} tabIndex={0} dir="ltr">
      <pre className="hex-view">
        {lines.map(({ offset, hex, ascii }) => `${offset}  ${hex.padEnd(47)}  ${ascii}\n`).join('')}
      </pre>
    </section>
  );
}
