import type { z } from 'zod';
import { type OutboxError, outboxError } from '../../shared/contracts/errors.ts';
import type { selectionInput } from '../../shared/contracts/selection.ts';
import { err, ok, type Result } from '../../shared/lang/result.ts';
import type { Source } from '../../shared/outbox/item.ts';
import {
  type AccountDeps,
  lendToken,
  removeAccount,
  saveAccount,
  setTokens,
  signOut,
} from '../core/accounts.ts';
import { appMay, refusedTokens } from '../core/apps/app-acts.ts';
import type { AppBook } from '../core/apps/app-book.ts';
import type { FilesOf } from '../core/apps/file-capabilities.ts';
import type { Batches } from '../core/batches.ts';
import type { BrowserSignIns } from '../core/browser-sign-ins.ts';
import { assignAccount } from '../core/change/assign-account.ts';
import { changeMany, previewChange } from '../core/change/change-many.ts';
import { changeAccount } from '../core/change-account.ts';
import { type Command, type CommandDeps, carryOut } from '../core/commands.ts';
import type { Diagnosis } from '../core/diagnosis/diagnose.ts';
import { duplicateItem, duplicateMany } from '../core/duplicate.ts';
import { type EditDeps, editItem } from '../core/edit.ts';
import { locateFile } from '../core/locate-file.ts';
import { accountRefused } from '../core/machine-policy/in-force.ts';
import type { Outbox } from '../core/outbox.ts';
import { pauseSending, resumeSending } from '../core/pauses.ts';
import type { CaFiles } from '../core/ports/ca-files.ts';
import type { Routes } from '../core/ports/routes.ts';
import type { Timers } from '../core/ports/timers.ts';
import type { PracticeMode } from '../core/practice-mode/practice-mode.ts';
import type { ProxySignIns } from '../core/proxy-sign-ins.ts';
import type { Selection } from '../core/select-items.ts';
import type { SettingsBook } from '../core/settings/settings-book.ts';
import { type TestAccountDeps, testAccount } from '../core/test-account.ts';
import { undoAct } from '../core/undo/undo-act.ts';
import { waitForItem } from '../core/wait-for.ts';
import { waysOf } from '../core/ways.ts';
import type { Handlers } from './api.ts';
import { createReadHandlers, type ReadDeps } from './read-handlers.ts';
import { selected, visibleItem } from './selection-of.ts';
import { accepted, accountView, defined, mapped } from './views.ts';

export interface HandlerDeps
  extends Omit<ReadDeps, 'vault' | 'apps'>,
    CommandDeps,
    EditDeps,
    AccountDeps {
  readonly caFiles: CaFiles;
  readonly routes: Routes;
  readonly reach: TestAccountDeps['reach'];
  readonly proxySignIns: ProxySignIns;
  readonly outbox: Outbox;
  readonly batches: Batches;
  readonly timers: Timers;
  readonly filesOf: FilesOf;
  readonly practice: PracticeMode;
  readonly apps: AppBook;
  /** Calls that come together share one look. */
  readonly diagnose: () => Promise<Diagnosis>;
  readonly settings: SettingsBook;
  readonly signIns: BrowserSignIns;
  /** Shows an address in the browser of whoever sits here; false where the host cannot. */
  readonly openInBrowser: (url: string) => Promise<boolean>;
  /** A new address of the page for browsers; null while it is not served. */
  readonly pageAddress: () => string | null;
  readonly openApp: (id: string) => Result<null, OutboxError>;
}

/** The handlers of a host, which owns the queue. */
export function createHandlers(deps: HandlerDeps): Handlers {
  const { outbox, batches, read } = deps;
  async function among<T>(
    items: z.infer<typeof selectionInput>,
    source: Source,
    act: (selection: Selection) => Promise<Result<T, OutboxError>> | Result<T, OutboxError>,
  ): Promise<Result<T, OutboxError>> {
    const selection = await selected(deps, items, source);
    return selection.ok ? act(selection.value) : selection;
  }
  const carry = (items: z.infer<typeof selectionInput>, command: Command, source: Source) =>
    // An embedded app has no way to ask for an undo.
    among(items, source, (selection) =>
      carryOut(
        deps,
        selection,
        command,
        source,
        source.kind === 'app' ? appMay(deps.apps, source, command) : { undoable: true },
      ),
    );
  return {
    ...createReadHandlers(deps),
    enqueue: async (input, source, aside) =>
      mapped(await outbox.enqueue(input, source, aside), accepted),
    addToOutbox: async (input, source, aside) =>
      mapped(await outbox.enqueue(input, source, aside), accepted),
    enqueueMany: async ({ requests }, source, aside) =>
      mapped(await outbox.enqueueMany(requests, source, aside), (items) => items.map(accepted)),
    'batch.begin': (_, source, aside) => ok(batches.begin(source, aside)),
    'batch.add': ({ batch, from, requests }, source, aside) =>
      batches.add(batch, from, requests, source, aside),
    'batch.accept': ({ batch }, source, aside) => batches.accept(batch, source, aside),
    'batch.items': ({ batch, ...range }, source) => batches.items(batch, range, source),
    async 'batch.drop'({ batch }, source) {
      await batches.drop(batch, source);
      return ok(null);
    },
    async sync({ account, accessToken }) {
      const lent = lendToken(deps, account, accessToken);
      deps.tokens.wake();
      return lent.ok ? mapped(await outbox.wakeAll(), (woken) => ({ woken })) : lent;
    },
    retry({ items, force }, source) {
      // What a server asked for is for a person to overrule.
      if (force && source.kind === 'app')
        return err(outboxError('NOT_ALLOWED', { call: 'retry with force' }));
      return carry(items, { kind: 'retry', force }, source);
    },
    hold: ({ items }, source) => carry(items, { kind: 'hold' }, source),
    release: ({ items }, source) => carry(items, { kind: 'release' }, source),
    cancel: ({ items }, source) => carry(items, { kind: 'cancel' }, source),
    remove: ({ items }, source) => carry(items, { kind: 'remove' }, source),
    setPriority: ({ items, priority }, source) =>
      carry(items, { kind: 'setPriority', priority }, source),
    resolve: ({ items, arrived }, source) => carry(items, { kind: 'resolve', arrived }, source),
    previewChange: ({ items, change }, source) =>
      among(items, source, (selection) => previewChange(deps, selection, change, source)),
    changeMany: ({ items, change }, source) =>
      among(items, source, (selection) => changeMany(deps, selection, change, source)),
    assignAccount: ({ items, account }, source) =>
      among(items, source, (selection) => assignAccount(deps, selection, account, source)),
    undo: ({ token }, source) => undoAct(deps, token ?? null, source),
    duplicateMany: ({ items }, source) =>
      among(items, source, (selection) => duplicateMany(deps, selection)),
    duplicate: async ({ id }) => mapped(await duplicateItem(deps, id), accepted),
    edit: async ({ id, ...edit }, source, aside) =>
      mapped(await editItem(deps, id, defined(edit), source, aside), (item) => ({ item })),
    locateFile: async (input, source, aside) =>
      mapped(await locateFile(deps, input, source, aside), (item) => ({ item })),
    pause: (input) => pauseSending(deps, { key: '', ...input }),
    resume: (input) => resumeSending(deps, { key: '', ...input }),
    async waitFor({ id, timeoutMs }, source, { gone }) {
      const item = visibleItem(read, id, source);
      if (!item.ok) return item;
      const settled = await waitForItem(deps.store, deps.timers, id, timeoutMs, gone);
      return mapped(settled, (one) => ({ item: one }));
    },
    'uploads.begin': ({ filename }, source) => deps.filesOf(source).begin(filename),
    'uploads.append': ({ upload, offset, bytes }, source) =>
      deps.filesOf(source).append(upload, offset, bytes),
    async 'uploads.drop'({ upload }, source) {
      await deps.filesOf(source).drop(upload);
      return ok(null);
    },
    'page.address': () => ok({ url: deps.pageAddress() }),
    async health() {
      const { findings, at } = await deps.diagnose();
      return ok({ findings, at });
    },
    bundle: async () => ok({ text: (await deps.diagnose()).bundle }),
    async 'accounts.save'(input) {
      const refused = accountRefused(await deps.lookAtPolicy(), 'save', input.name);
      return refused === null ? mapped(await saveAccount(deps, input), accountView) : err(refused);
    },
    async 'accounts.change'(change) {
      const refused = accountRefused(await deps.lookAtPolicy(), 'save', change.name);
      return refused === null
        ? mapped(await changeAccount(deps, change), accountView)
        : err(refused);
    },
    async 'accounts.setTokens'({ name, tokens }, source) {
      const refused = refusedTokens(deps.apps, source, name);
      return refused === null
        ? mapped(await setTokens(deps, name, tokens), accountView)
        : err(refused);
    },
    async 'accounts.signIn'({ name }, source) {
      const begun = await deps.signIns.begin(name);
      if (!begun.ok) return begun;
      // A command line has a browser of its own, or none.
      const opened = source.kind === 'window' && (await deps.openInBrowser(begun.value.launchUrl));
      return ok({ ...begun.value, opened });
    },
    'accounts.signInEnd': async ({ signIn }) =>
      mapped(await deps.signIns.ended(signIn), accountView),
    'accounts.cancelSignIn'({ signIn }) {
      deps.signIns.cancel(signIn);
      return ok(null);
    },
    'accounts.signOut': async ({ name }) => mapped(await signOut(deps, name), accountView),
    'accounts.test': ({ name }) => testAccount(deps, name),
    async 'accounts.remove'({ name }) {
      const refused = accountRefused(await deps.lookAtPolicy(), 'remove', name);
      return refused === null ? removeAccount(deps, name) : err(refused);
    },
    'proxies.list': async () => ok(await waysOf(read, deps.gates(), deps.routes)),
    async 'proxies.signIn'({ proxy, ...credentials }) {
      const kept = await deps.proxySignIns.signIn(proxy, credentials);
      if (!kept.ok) return kept;
      deps.tokens.wake();
      const woken = await outbox.wakeAll();
      return woken.ok ? ok({ proxy, ...kept.value }) : woken;
    },
    'proxies.signOut': ({ proxy }) => deps.proxySignIns.signOut(proxy),
    'apps.save': (app) => deps.apps.save(app),
    'apps.remove': ({ id }) => deps.apps.remove(id),
    'apps.open': ({ id }) => deps.openApp(id),
    'settings.set': ({ changes }) => deps.settings.change(changes),
    'practice.status': () => ok(deps.practice.status()),
    'practice.start': () => deps.practice.start(),
    'practice.addItems': (_, source) => deps.practice.addItems(source),
    'practice.setNetwork': ({ online }) => deps.practice.setNetwork(online),
    'practice.stop': () => deps.practice.stop(),
  };
}
