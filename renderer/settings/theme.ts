import { useEffect } from 'react';
import type { Settings } from '../../shared/contracts/settings.ts';
import { useCall } from '../live/use-call.ts';

export function applyTheme(theme: Settings['theme']): void {
  const { dataset } = document.documentElement;
  if (theme === 'system') delete dataset['theme'];
  else dataset['theme'] = theme;
}

/** The page as its settings have it from the start. */
export function useTheme(): void {
  const { value } = useCall('settings.get', {});
  const theme = value?.settings.theme;
  useEffect(() => {
    if (theme !== undefined) applyTheme(theme);
  }, [theme]);
}
