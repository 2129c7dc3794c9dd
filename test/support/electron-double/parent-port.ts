import { EventEmitter } from 'node:events';

// Runs in a utility process before its own code: Electron's way to the parent, over Node's.

class ParentPort extends EventEmitter {
  postMessage(message: unknown): void {
    process.send?.(message);
  }
}

const parentPort = new ParentPort();
process.on('message', (data) => void parentPort.emit('message', { data, ports: [] }));
// Electron ends its utility processes with itself.
process.on('disconnect', () => process.exit(0));
Object.defineProperty(process, 'parentPort', { value: parentPort });
