import { emitKeypressEvents } from 'node:readline';
import { WirebookError } from '../lab/errors.ts';

interface Key {
  readonly name?: string;
  readonly sequence?: string;
  readonly ctrl?: boolean;
}

/**
 * Waits for one of the keys. Enter is `enter`. Ctrl-C becomes SIGINT, as it is outside a prompt; the
 * caller's signal then ends the wait. Throws `terminal-closed` when the terminal goes away.
 */
export function readKey<Name extends string>(
  names: readonly Name[],
  signal: AbortSignal,
): Promise<Name> {
  const input = process.stdin;
  return new Promise<Name>((resolve, reject) => {
    const stop = () => {
      input.off('keypress', onKey);
      input.off('end', onEnd);
      signal.removeEventListener('abort', onAbort);
      setRaw(false);
      input.pause();
    };
    const onAbort = () => {
      stop();
      reject(signal.reason);
    };
    const onEnd = () => {
      stop();
      reject(terminalClosed());
    };
    const onKey = (text: string | undefined, key: Key) => {
      if (key.ctrl === true && key.name === 'c') {
        process.kill(process.pid, 'SIGINT');
        return;
      }
      const pressed = key.name === 'return' ? 'enter' : (key.name ?? text ?? '');
      const found = names.find((name) => name === pressed || name === text);
      if (found === undefined) return;
      stop();
      resolve(found);
    };
    if (signal.aborted) {
      reject(signal.reason);
      return;
    }
    signal.addEventListener('abort', onAbort, { once: true });
    emitKeypressEvents(input);
    input.on('keypress', onKey);
    input.once('end', onEnd);
    setRaw(true);
    input.resume();
  });
}

function setRaw(raw: boolean): void {
  try {
    if (process.stdin.isTTY) process.stdin.setRawMode(raw);
  } catch {
    // The terminal is gone; SIGHUP or the end of its input says so too.
  }
}

function terminalClosed(): WirebookError {
  return new WirebookError({
    code: 'terminal-closed',
    message: 'The terminal was closed in the middle of the workshop.',
  });
}
