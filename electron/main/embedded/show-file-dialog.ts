import { BrowserWindow, dialog, type WebContents } from 'electron';
import { APP_WORDS } from '../../../shared/messages/app-words.ts';
import type { ShowDialog } from './choose-files.ts';

export const showFileDialog: ShowDialog<WebContents> = async (contents, options) => {
  const window = BrowserWindow.fromWebContents(contents);
  if (window === null) return [];
  const { filePaths } = await dialog.showOpenDialog(window, {
    properties: ['openFile', ...(options.multiple === true ? (['multiSelections'] as const) : [])],
    filters:
      options.endings === undefined
        ? []
        : [{ name: APP_WORDS.files, extensions: [...options.endings] }],
  });
  return filePaths;
};
