export type {
  Answer,
  AppAddToOutbox,
  AppBody,
  AppError,
  AppFile,
  AppNews,
  AppPart,
  AppRequest,
  AppResponse,
  OutTray,
  OwnChange,
  PickedFile,
  PickOptions,
} from '../../shared/contracts/app-bridge.ts';
export type { AppStatus, Grant } from '../../shared/contracts/app-grant.ts';
export type { Item, ItemState } from '../../shared/outbox/item.ts';
export { outtray } from './bridge.ts';
export {
  createOutboxFetch,
  isQueued,
  type OutboxFetch,
  type OutboxFetchOptions,
  type OutboxInit,
  type QueuedResponse,
} from './outbox-fetch.ts';
export { OutTrayError } from './outtray-error.ts';
