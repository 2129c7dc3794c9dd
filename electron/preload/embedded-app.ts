import { contextBridge, ipcRenderer } from 'electron';
import { APP_BRIDGE, APP_CHANNELS, type AppTold } from '../../shared/contracts/app-bridge.ts';
import { createAppBridge } from './app-bridge.ts';

// No event of Electron reaches the page, and nothing of the channels: whoever asks is checked where it arrives.
contextBridge.exposeInMainWorld(
  APP_BRIDGE,
  createAppBridge({
    invoke: (channel, message) => ipcRenderer.invoke(channel, message),
    onTold: (listener) =>
      void ipcRenderer.on(APP_CHANNELS.told, (_event, told: AppTold) => listener(told)),
  }),
);
