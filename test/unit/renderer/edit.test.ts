import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type EditForm,
  formOf,
  type PartDraft,
  withChosen,
  withFile,
  withPart,
} from '../../../renderer/edit/edit-form.ts';
import { editInput, keyNote, uploadsOf } from '../../../renderer/edit/edit-input.ts';
import { formatJson } from '../../../renderer/edit/format-json.ts';
import type { BodyView, RequestView } from '../../../shared/contracts/request-view.ts';
import { anItem } from '../../support/builders.ts';

const item = anItem({ title: 'Visit 7' });
const file = { size: 3, sha256: 'ab', kind: 'copy' } as const;

const viewOf = (body: BodyView): RequestView => ({
  revision: 1,
  revisions: [1],
  template: null,
  headers: [
    ['X-Form', 'visit'],
    ['X-Form', 'twice'],
  ],
  body,
});

const text = (kind: 'json' | 'text' | 'form', content: string, contentType = 'text/plain') =>
  ({ kind, text: content, bytes: new TextEncoder().encode(content).length, contentType }) as const;

function inputAfter(body: BodyView, change: (form: EditForm) => EditForm) {
  const before = formOf(item, viewOf(body));
  const result = editInput(item.id, before, change(before));
  return result.ok ? result.value : result.error;
}

describe('what is handed over', () => {
  test('nothing, when nothing was changed', () => {
    const bodies: readonly BodyView[] = [
      { kind: 'none' },
      text('json', '{ "a":  1 }'),
      text('form', 'a=1&b=%20'),
      { kind: 'multipart', parts: [{ kind: 'field', name: '', value: '' }] },
      { kind: 'file', contentType: 'image/jpeg', file },
    ];
    for (const body of bodies)
      expect(inputAfter(body, (form) => ({ ...form }))).toEqual({ code: 'NOTHING_CHANGED' });
  });

  test('only what was changed; repeated headers and their order are kept', () => {
    const input = inputAfter({ kind: 'none' }, (form) => ({
      ...form,
      method: 'PUT',
      title: ' Visit 8 ',
      headers: [
        ...form.headers,
        { key: 8, name: 'X-B', value: '1' },
        { key: 9, name: '', value: '' },
      ],
    }));
    expect(input).toEqual({
      id: item.id,
      method: 'PUT',
      title: 'Visit 8',
      headers: [
        ['X-Form', 'visit'],
        ['X-Form', 'twice'],
        ['X-B', '1'],
      ],
    });
  });

  test('JSON as it was written, and not while it is none', () => {
    const body = text('json', '{"a":1}', 'application/json');
    const write =
      (content: string) =>
      (form: EditForm): EditForm => ({
        ...form,
        body: { kind: 'json', text: content },
      });
    expect(inputAfter(body, write('{ "a": 2 }'))).toMatchObject({
      body: { kind: 'json', text: '{ "a": 2 }' },
    });
    expect(inputAfter(body, write('{\n"a": }'))).toMatchObject({
      code: 'JSON',
      mistake: { line: 2 },
    });
  });

  test('a text that is too long for the page stays as it is', () => {
    const body = { ...text('json', '{"a":'), bytes: 9_000_000 };
    expect(inputAfter(body, (form) => ({ ...form, method: 'PUT' }))).toEqual({
      id: item.id,
      method: 'PUT',
    });
  });

  test('kept files name their old place, new ones their upload', () => {
    const part = (name: string) =>
      ({ kind: 'file', name, filename: `${name}.jpg`, contentType: 'image/jpeg', file }) as const;
    const replaced = { kind: 'uploaded', upload: 'u1', filename: 'new.jpg', size: 9 } as const;
    const change = (form: EditForm): EditForm => {
      const parts = form.body.kind === 'multipart' ? form.body.parts : [];
      const [, second, third] = parts as readonly [PartDraft, PartDraft, PartDraft];
      return {
        ...form,
        body: {
          kind: 'multipart',
          parts: [{ ...second, file: replaced } as PartDraft, third],
        },
      };
    };
    const before: BodyView = { kind: 'multipart', parts: [part('a'), part('b'), part('')] };
    const input = inputAfter(before, change);
    expect(input).toEqual({
      id: item.id,
      body: {
        kind: 'multipart',
        parts: [
          { name: 'b', file: { upload: 'u1' }, filename: 'b.jpg', contentType: 'image/jpeg' },
          { name: '', file: { kept: 2 }, filename: '.jpg', contentType: 'image/jpeg' },
        ],
      },
    });
    expect(uploadsOf(change(formOf(item, viewOf(before))))).toEqual(['u1']);
  });

  test('not before a file has arrived', () => {
    const body: BodyView = { kind: 'file', contentType: 'image/jpeg', file };
    const uploading = { kind: 'uploading', filename: 'x.jpg', size: 9, sent: 4 } as const;
    expect(
      inputAfter(body, (form) => ({
        ...form,
        body: { kind: 'file', contentType: 'image/jpeg', file: uploading },
      })),
    ).toEqual({ code: 'UPLOADING', filename: 'x.jpg' });
  });

  test('another content type goes with the body, since the body carries it', () => {
    const input = inputAfter(text('text', 'a;b', 'text/plain'), (form) => ({
      ...form,
      headers: [{ key: 5, name: 'Content-Type', value: 'text/csv' }],
    }));
    expect(input).toMatchObject({ body: { kind: 'text', text: 'a;b' } });
    expect(input).not.toHaveProperty('body.contentType');
  });

  test('a time in the time zone of whoever types it, and none once it is cleared', () => {
    const at = new Date(2027, 4, 6, 7, 8).getTime();
    expect(
      inputAfter({ kind: 'none' }, (form) => ({ ...form, notBefore: '2027-05-06T07:08' })),
    ).toEqual({ id: item.id, notBefore: at });
    const before = formOf(anItem({ notBefore: at }), viewOf({ kind: 'none' }));
    expect(before.notBefore).toBe('2027-05-06T07:08');
    const cleared = editInput(item.id, before, { ...before, notBefore: '' });
    expect(cleared).toMatchObject({ value: { notBefore: null } });
  });
});

test('rows never share a key', () => {
  const form = formOf(item, viewOf(text('form', 'a=1&b=2')));
  const fields = form.body.kind === 'form' ? form.body.fields : [];
  const keys = [...form.headers, ...fields].map((row) => row.key);
  expect(new Set([...keys, form.nextKey]).size).toBe(keys.length + 1);
});

test('method, URL and body make a new key; headers and title do not', () => {
  const { id } = item;
  expect(keyNote(item, { id, title: 'x', headers: [] })).toBe('kept');
  expect(keyNote(item, { id, method: 'PUT' })).toBe('new');
  expect(keyNote(item, { id, url: 'http://127.0.0.1:9/x' })).toBe('new');
  expect(keyNote(item, { id, body: { kind: 'none' } })).toBe('new');
  expect(keyNote(anItem({ mayHaveArrived: true }), { id, method: 'PUT' })).toBe(
    'newAndMayHaveArrived',
  );
});

describe('a chosen file', () => {
  const multipart: BodyView = {
    kind: 'multipart',
    parts: [
      { kind: 'field', name: 'visit', value: '7' },
      { kind: 'file', name: 'front', filename: 'a.jpg', contentType: 'image/jpeg', file },
    ],
  };
  const form = formOf(item, viewOf(multipart));
  const [, part] = form.body.kind === 'multipart' ? form.body.parts : [];
  const key = part?.key ?? -1;
  const chosen = { name: 'b.unknown', type: '', size: 9 };
  const uploaded = { kind: 'uploaded', upload: 'u1', filename: 'b.unknown', size: 9 } as const;

  test('takes the place with its own name and type, and keeps the field name', () => {
    const next = withFile(withChosen(form, key, chosen), key, uploaded);
    expect(editInput(item.id, form, next)).toMatchObject({
      value: {
        body: {
          parts: [
            { name: 'visit', value: '7' },
            { name: 'front', file: { upload: 'u1' }, filename: 'b.unknown' },
          ],
        },
      },
    });
    expect(JSON.stringify(editInput(item.id, form, next))).not.toContain('contentType');
  });

  test('comes too late for a part that was taken out', () => {
    const without = withPart(form, key, null);
    expect(withFile(without, key, uploaded)).toEqual(without);
    expect(withChosen(without, key, chosen)).toEqual(without);
  });
});

describe('formatting', () => {
  test('puts each value on its own line', () => {
    expect(formatJson('{"a":[1,{"b":"x,{}"}],"c":[],"d":{}}')).toBe(
      '{\n  "a": [\n    1,\n    {\n      "b": "x,{}"\n    }\n  ],\n  "c": [],\n  "d": {}\n}',
    );
  });

  test('moves space only', () => {
    const compact = '{"id":12345678901234567890,"a":1.0,"a":"\\u0041 \\""}';
    expect(formatJson(compact).replaceAll(/\n */g, '').replaceAll('": ', '":')).toBe(compact);
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const plain = JSON.stringify(value);
        expect(JSON.stringify(JSON.parse(formatJson(plain)))).toBe(plain);
        expect(formatJson(formatJson(plain))).toBe(formatJson(plain));
      }),
    );
  });
});
