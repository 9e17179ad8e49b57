import test from 'ava';
import type { SecurityRule } from '../../../../../src/emulator/oci/resources/security-rules.ts';
import { answerRules, filterRules } from '../../../../../src/emulator/oci/routing/security.ts';

const ssh: SecurityRule = {
  protocol: '6',
  peer: '10.0.0.0/8',
  isStateless: false,
  ports: { destination: { min: 22, max: 23 } },
};
const echo: SecurityRule = {
  protocol: '1',
  peer: '0.0.0.0/0',
  isStateless: false,
  icmp: { type: 8 },
};

test('rules name the other side by their direction', (t) => {
  t.deepEqual(filterRules([ssh], 'ingress'), [
    {
      action: 'accept',
      protocol: 6,
      sources: ['10.0.0.0/8'],
      destinationPorts: [{ from: 22, to: 23 }],
    },
  ]);
  t.deepEqual(filterRules([{ ...ssh, protocol: 'all', ports: {} }], 'egress'), [
    { action: 'accept', destinations: ['10.0.0.0/8'] },
  ]);
  t.deepEqual(filterRules([echo], 'ingress'), [
    { action: 'accept', protocol: 1, sources: ['0.0.0.0/0'], icmp: { type: 8 } },
  ]);
});

test('a rule for a protocol that nobody speaks here lets nothing pass', (t) => {
  t.deepEqual(filterRules([{ ...echo, protocol: '89' }], 'ingress'), []);
});

test('answers go back with ports exchanged, and none to what a stateless rule let in', (t) => {
  t.deepEqual(answerRules([ssh, echo], 'ingress'), [
    {
      action: 'accept',
      protocol: 6,
      destinations: ['10.0.0.0/8'],
      sourcePorts: [{ from: 22, to: 23 }],
    },
    { action: 'accept', protocol: 1, destinations: ['0.0.0.0/0'] },
  ]);
  t.deepEqual(answerRules([{ ...ssh, isStateless: true }], 'ingress'), []);
});
