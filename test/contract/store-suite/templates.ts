import { describe, expect, test } from 'vitest';
import type { StoredRequest } from '../../../shared/outbox/request.ts';
import { request, textBody } from '../../support/item-fixtures.ts';
import { ids, type OpenStore, useStore } from './use-store.ts';

/** Requests with values that come from the answers to other items. */
export function templates(open: OpenStore): void {
  const { store, writing, add } = useStore(open);

  const template: StoredRequest = {
    ...request(textBody('{"visit":"{{ref:v.response.body.id}}"}')),
    template: {
      values: [
        { wanted: 'ref:v.response.body.id', parent: 'p1', json: null },
        { wanted: 'ref:v.response.status', parent: 'p1', json: '201' },
        { wanted: 'ref:w.response.body', parent: 'gone', json: '{"a":"ü\\u0000"}' },
      ],
      written: null,
    },
  };
  const filled: StoredRequest = {
    ...request(textBody('{"visit":12345678901234567890}')),
    headers: [['x-form', '7']],
    template: {
      values: template.template?.values ?? [],
      written: { url: 'https://one.test/{{a}}', headers: template.headers, body: template.body },
    },
  };

  describe('a template', () => {
    test('is read back as it is, and so is what it becomes', async () => {
      await add({ id: 'c' }, template, ['p1']);
      expect(store.read.request('c')).toEqual(template);
      await writing((tx) => tx.saveRequest('c', filled));
      expect(store.read.request('c', 1)).toEqual(filled);
      await writing((tx) => tx.saveRequest('c', { ...filled, revision: 7 }));
      expect(store.read.revisions('c')).toEqual([1]);
      await writing((tx) => tx.saveRequest('c', request()));
      expect(store.read.request('c')).toEqual(request());
    });

    test('says which of its parents fill values in, also once they are others', async () => {
      await add({ id: 'p1', ref: 'v' });
      await add({ id: 'p2' });
      await add({ id: 'c' }, template, ['p2', 'p1']);
      await add({ id: 'd' }, request(), ['p1']);
      const parents = () => store.read.parents('c');
      const [first, second] = [
        { id: 'p2', ref: null, state: 'queued', fills: 0 },
        { id: 'p1', ref: 'v', state: 'queued', fills: 2 },
      ];
      expect(parents()).toEqual([first, second]);
      expect(ids(store.read.children('p1'))).toEqual(['c', 'd']);
      expect(ids(store.read.awaiting('p1'))).toEqual(['c']);
      expect(ids(store.read.awaiting('p2'))).toEqual([]);
      await writing((tx) => tx.follow('c', ['p1', 'gone']));
      expect(parents()).toEqual([second, { id: 'gone', ref: null, state: null, fills: 1 }]);
      await writing((tx) => tx.follow('c', []));
      expect(parents()).toEqual([]);
      expect(store.read.awaiting('p1')).toEqual([]);
    });

    test('lies aside with its item, and comes back with it', async () => {
      await add({ id: 'p1' });
      await add({ id: 'c' }, template, ['p1']);
      const before = [store.read.request('c'), store.read.parents('c')];
      await writing((tx) => tx.setAside('c', 2));
      expect(store.read.awaiting('p1')).toEqual([]);
      await writing((tx) => tx.bringBack('c', 3));
      expect([store.read.request('c'), store.read.parents('c')]).toEqual(before);
      expect(ids(store.read.awaiting('p1'))).toEqual(['c']);
    });
  });
}
