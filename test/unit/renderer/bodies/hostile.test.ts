import { createElement, type ReactElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { Data } from '../../../../renderer/bodies/Data.tsx';
import { HeaderList } from '../../../../renderer/bodies/HeaderList.tsx';
import { HexView } from '../../../../renderer/bodies/HexView.tsx';
import { TextPages } from '../../../../renderer/bodies/TextPages.tsx';
import { Sentence } from '../../../../renderer/item/Sentence.tsx';

const HOSTILE =
  '<img src=x onerror=alert(1)>\u202egnp.exe\u001b[31m\u0000<script>alert(1)</script>';

const shown: Readonly<Record<string, ReactElement>> = {
  data: createElement(Data, { text: HOSTILE }),
  headers: createElement(HeaderList, { label: 'x', headers: [[HOSTILE, HOSTILE]] }),
  text: createElement(TextPages, { label: 'x', pages: [HOSTILE] }),
  hex: createElement(HexView, { label: 'x', bytes: new TextEncoder().encode(HOSTILE) }),
  sentence: createElement(Sentence, {
    text: `It follows item id-1, ${HOSTILE}`,
    links: [{ id: 'id-1', title: HOSTILE }],
    onOpen: () => {},
  }),
};

test.for(Object.entries(shown))('M-05: hostile text is text, and seen: %s', ([, element]) => {
  const html = renderToStaticMarkup(element);
  expect(html).toContain('img');
  expect(html).not.toMatch(/<(img|script)/);
  // oxlint-disable-next-line no-control-regex
  expect(html).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u202a-\u202e\u2066-\u2069]/);
});

test('an escape is told from text that looks like one', () => {
  const html = renderToStaticMarkup(createElement(Data, { text: '\u202e \\u{202e}' }));
  expect(html.match(/class="data-escape"/g)).toHaveLength(1);
});

test('of ten thousand headers a few hundred are drawn, until more are asked for', () => {
  const headers = Array.from({ length: 10_000 }, (_, n) => [`x-${n}`, 'v'] as const);
  const html = renderToStaticMarkup(createElement(HeaderList, { label: 'x', headers }));
  expect(html.match(/<tr>/g)?.length).toBeLessThan(1000);
  expect(html).toContain('Show 1000 more');
});
