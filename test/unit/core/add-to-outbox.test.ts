import { expect, it } from 'vitest';
import { fromAddToOutbox } from '../../../electron/core/add-to-outbox.ts';
import type { AddToOutboxInput } from '../../../shared/contracts/request-input.ts';

const base: AddToOutboxInput = { operation: 'POST', url: 'http://127.0.0.1:9/inbox' };
const converted = (input: Partial<AddToOutboxInput>): unknown => {
  const result = fromAddToOutbox({ ...base, ...input });
  return result.ok ? result.value : result.error.code;
};

it.each([undefined, '[""]', '[]', ['']])('sends JSON when the file list is %j', (filePathsJson) => {
  expect(
    converted({ payload: { a: 1 }, ...(filePathsJson === undefined ? {} : { filePathsJson }) }),
  ).toEqual({
    method: 'POST',
    url: base.url,
    body: { kind: 'json', text: '{"a":1}' },
  });
});

it('sends every file under its own field name, an empty one included, after the payload as fields', () => {
  expect(
    converted({
      payload: '{"n":1,"yes":true,"nothing":null,"deep":{"a":[1]},"text":"t"}',
      priority: 4,
      primaryKey: 'visit-7',
      filePathsJson: '["/a/front.jpg","/a/back.jpg"]',
      fileFieldsJson: ['front', ''],
    }),
  ).toEqual({
    method: 'POST',
    url: base.url,
    priority: 4,
    ref: 'visit-7',
    body: {
      kind: 'multipart',
      parts: [
        { name: 'n', value: '1' },
        { name: 'yes', value: 'true' },
        { name: 'nothing', value: 'null' },
        { name: 'deep', value: '{"a":[1]}' },
        { name: 'text', value: 't' },
        { name: 'front', file: { path: '/a/front.jpg' } },
        { name: '', file: { path: '/a/back.jpg' } },
      ],
    },
  });
});

it('takes what was uploaded in place of a path', () => {
  expect(
    converted({ filePathsJson: [{ upload: 'token' }, '/b.jpg'], fileFieldsJson: '["front",""]' }),
  ).toMatchObject({
    body: {
      parts: [
        { name: 'front', file: { upload: 'token' } },
        { name: '', file: { path: '/b.jpg' } },
      ],
    },
  });
});

it('refuses lists of unequal length, and lists that are none', () => {
  expect(converted({ filePathsJson: '["a","b"]', fileFieldsJson: '["x"]' })).toBe(
    'FILE_LISTS_UNEQUAL',
  );
  expect(converted({ filePathsJson: '["a"]' })).toBe('FILE_LISTS_UNEQUAL');
  expect(converted({ filePathsJson: '{"a":1}' })).toBe('INPUT_INVALID');
  expect(converted({ filePathsJson: 'a.jpg' })).toBe('INPUT_INVALID');
  expect(converted({ payload: '[1]', filePathsJson: '["a"]', fileFieldsJson: '["x"]' })).toBe(
    'INPUT_INVALID',
  );
  expect(converted({ payload: '{' })).toBe('JSON_INVALID');
});

it('keeps a JSON payload given as text to the letter', () => {
  expect(converted({ payload: '{ "a" : 1 }' })).toMatchObject({
    body: { kind: 'json', text: '{ "a" : 1 }' },
  });
});
