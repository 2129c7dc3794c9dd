import { createContext, useContext } from 'react';
import type { ToastStore } from './toasts.ts';

export const ToastContext = createContext<ToastStore | null>(null);

export function useToasts(): ToastStore {
  const toasts = useContext(ToastContext);
  if (toasts === null) throw new Error('no toasts around this component');
  return toasts;
}
