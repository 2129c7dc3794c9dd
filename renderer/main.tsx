import { createRoot } from 'react-dom/client';
import { WINDOW_BRIDGE, type WindowBridge } from '../shared/contracts/window-bridge.ts';
import { App } from './shell/App.tsx';
import { createHttpTransport } from './transport/http-transport.ts';
import { createIpcTransport } from './transport/ipc-transport.ts';
import { browserEnvironment } from './transport/page-environment.ts';
import './styles/tokens.css';
import './styles/controls.css';

const root = document.getElementById('root');
const page = browserEnvironment(window);
/** Inside Electron the preload has put it there before this page began. */
const bridge: WindowBridge | undefined = Reflect.get(window, WINDOW_BRIDGE);
const client = bridge === undefined ? createHttpTransport(page) : createIpcTransport(page, bridge);
if (root !== null) createRoot(root).render(<App client={client} bridge={bridge} />);
