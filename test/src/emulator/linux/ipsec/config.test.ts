import test from 'ava';
import {
  connection,
  connectionKey,
  daemonSettings,
} from '../../../../../src/emulator/linux/ipsec/config.ts';
import { tunnel } from '../fixtures/fabrics.ts';

const plain = tunnel('t', {});

test('the key is not in the settings file, nor in the connection', (t) => {
  const secret = tunnel('t', { presharedKey: 'do-not-write-me' });
  t.notRegex(daemonSettings(secret, '/run/charon.vici'), /do-not-write-me/);
  t.notRegex(JSON.stringify(connection(secret)), /do-not-write-me/);
});

test('what a tunnel has to be loaded again for', (t) => {
  const same = connectionKey(plain);
  for (const change of [
    { presharedKey: 'other' },
    { remoteAddress: '192.0.2.9' },
    { localId: 'me' },
    { remoteId: 'you' },
    { espProposals: ['aes128-sha1'] },
    { localSelectors: ['10.0.0.0/8'] },
  ]) {
    t.not(connectionKey(tunnel('t', change)), same, JSON.stringify(change));
  }
  for (const change of [{ role: 'responder' as const }, { mtu: 1300 }, { innerDevice: 'x' }]) {
    t.is(connectionKey(tunnel('t', change)), same, JSON.stringify(change));
  }
});

test('identities default to the local address and to anybody', (t) => {
  t.like(connection(plain), {
    tunnel: { 'local-1': { id: '192.0.2.1' }, 'remote-1': { id: '%any' } },
  });
});
