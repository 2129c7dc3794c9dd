import { contextBridge, ipcRenderer } from 'electron';
import {
  type StreamTold,
  WINDOW_BRIDGE,
  WINDOW_CHANNELS,
  type WindowBridge,
} from '../../shared/contracts/window-bridge.ts';

// Forwards and nothing else: whoever asks is checked where it arrives. No event of Electron reaches the page.
const bridge: WindowBridge = {
  call: (message) => ipcRenderer.invoke(WINDOW_CHANNELS.call, message),
  position: () => ipcRenderer.invoke(WINDOW_CHANNELS.position, {}),
  follow: (message) => ipcRenderer.invoke(WINDOW_CHANNELS.follow, message),
  taken: (message) => ipcRenderer.invoke(WINDOW_CHANNELS.taken, message),
  unfollow: (message) => ipcRenderer.invoke(WINDOW_CHANNELS.unfollow, message),
  nextPlace: () => ipcRenderer.invoke(WINDOW_CHANNELS.nextPlace, {}),
  onTold: (listener) =>
    void ipcRenderer.on(WINDOW_CHANNELS.told, (_event, told: StreamTold) => listener(told)),
};

contextBridge.exposeInMainWorld(WINDOW_BRIDGE, bridge);
