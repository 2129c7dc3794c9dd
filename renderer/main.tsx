import { createRoot } from 'react-dom/client';
import { App } from './shell/App.tsx';
import { createHttpTransport } from './transport/http-transport.ts';
import { browserEnvironment } from './transport/page-environment.ts';
import './styles/tokens.css';
import './styles/controls.css';

const root = document.getElementById('root');
const client = createHttpTransport(browserEnvironment(window));
if (root !== null) createRoot(root).render(<App client={client} />);
