import test from 'ava';
import { Readable } from 'node:stream';
import { capture, ping } from '../../steps/index.ts';
import { WirebookError } from '../../src/lab/errors.ts';
import type { ExpressRouteCircuit } from '../../src/lab/handle.ts';
import type { Step } from '../../src/lab/step.ts';
import { group } from '../support/arm.ts';
import { vm1 } from '../support/handles.ts';
import { recordingContext, type Answer } from '../support/step-context.ts';
import { echoReply, echoRequest, esp, ethernet, ipv4, pcapOf, udp } from './packets/packets.ts';

const circuit: ExpressRouteCircuit = {
  kind: 'expressRouteCircuit',
  name: 'er-tokyo',
  id: `${group}/expressRouteCircuits/er-tokyo`,
};
const handles = { circuit, vm1 };
const packet = (protocol: number, payload: Uint8Array) => ({
  frame: ethernet(0x0800, ipv4({ protocol, payload })),
});
const encrypted = packet(17, udp(4500, 4500, esp));

const nothing: Step<number> = { kind: 'nothing', title: 'Nothing', uses: [], run: async () => 7 };

function onLink(pcap: Uint8Array) {
  const asked: object[] = [];
  const stopped: string[] = [];
  const context = recordingContext({
    handles,
    capture: async (parameters) => {
      asked.push(parameters);
      return {
        pcap: Readable.from([pcap.subarray(0, 30), pcap.subarray(30)]),
        stop: async () => void stopped.push('stopped'),
      };
    },
  });
  return { context, asked, stopped };
}

const verdicts = (context: ReturnType<typeof recordingContext>) =>
  context.recording.checks.map(({ title, passed }) => `${passed ? '+' : '-'} ${title}`);

test('ESP in UDP is ESP, and the file is kept beside the report', async (t) => {
  const pcap = pcapOf([encrypted, encrypted]);
  const { context, asked, stopped } = onLink(pcap);
  const result = await context.step(
    capture(
      { ref: 'circuit' },
      {
        link: 'secondary',
        filter: 'udp',
        during: nothing,
        expect: { only: ['ESP'], none: ['ICMP'] },
      },
    ),
  );
  t.deepEqual(asked, [{ place: { resource: circuit.id, link: 'secondary' }, filter: 'udp' }]);
  t.deepEqual(stopped, ['stopped']);
  t.like(result, { packets: 2, during: [7] });
  t.is(result.file, 'files/the-secondary-link-of-circuit.pcap');
  t.deepEqual(context.recording.files[0]?.content, pcap);
  t.deepEqual(verdicts(context), ['+ Packets captured', '+ Nothing but ESP', '+ No ICMP passed']);
});

test('any link of the local cloud, by the nodes at its ends', async (t) => {
  const { context, asked } = onLink(pcapOf([encrypted]));
  const between = ['edge-vnet1', 'internet'] as const;
  const step = capture({ between }, { during: nothing, expect: { some: ['ESP'] } });
  t.is(step.title, 'Listen on the link between edge-vnet1 and internet meanwhile: Nothing');
  t.deepEqual(step.uses, []);
  const { file } = await context.step(step);
  t.deepEqual(asked, [{ place: { between } }]);
  t.is(file, 'files/the-link-between-edge-vnet1-and-internet.pcap');
});

test('what must not pass, and did', async (t) => {
  const { context } = onLink(pcapOf([encrypted, packet(1, echoRequest)]));
  await context.step(
    capture(
      { ref: 'circuit' },
      {
        during: [nothing],
        expect: {
          only: ['ESP'],
          some: ['ICMP echo request', 'BGP'],
          none: ['ICMP', 'ICMP echo reply'],
        },
      },
    ),
  );
  t.deepEqual(verdicts(context), [
    '+ Packets captured',
    '- Nothing but ESP',
    '+ ICMP echo request passed',
    '- BGP passed',
    '- No ICMP passed',
    '+ No ICMP echo reply passed',
  ]);
});

test('an empty capture proves nothing', async (t) => {
  const { context } = onLink(pcapOf([]));
  await context.step(capture({ ref: 'circuit' }, { during: nothing, expect: { none: ['ICMP'] } }));
  t.deepEqual(verdicts(context), ['- Packets captured', '+ No ICMP passed']);
});

test('a step that throws ends the capture, and what is no capture is told', async (t) => {
  const { context, stopped } = onLink(pcapOf([]));
  const failing: Step = {
    ...nothing,
    run: () => Promise.reject(new Error('the procedure broke')),
  };
  await t.throwsAsync(context.step(capture({ ref: 'circuit' }, { during: failing })), {
    message: 'the procedure broke',
  });
  t.deepEqual(stopped, ['stopped']);
  const other = onLink(Buffer.from('no space left on device, it seems to be'));
  await t.throwsAsync(other.context.step(capture({ ref: 'circuit' }, { during: nothing })), {
    message: /is no pcap file/,
  });
});

function onMachine(pcap: Uint8Array, log = 'tcpdump: listening on eth1\n') {
  const answer = (command: string): Answer => {
    if (command.includes('tcpdump -i')) return '4711\n';
    if (command.startsWith('cat /tmp/capture')) return log;
    if (command.includes('base64')) return Buffer.from(pcap).toString('base64');
    if (command.startsWith('ping')) {
      return '3 packets transmitted, 3 received, 0% packet loss, time 401ms\n';
    }
    return '';
  };
  return recordingContext({ handles, answer });
}

test('on a machine tcpdump listens, without what this program sends itself', async (t) => {
  const context = onMachine(pcapOf([packet(1, echoRequest), packet(1, echoReply)]));
  const result = await context.step(
    capture(
      { ref: 'vm1' },
      {
        interface: 'eth1',
        during: ping({ ref: 'vm1' }, { to: '10.0.0.4' }),
        expect: { some: ['ICMP'] },
      },
    ),
  );
  t.is(result.packets, 2);
  const shown = context.recording.commands.filter(({ quiet }) => !quiet);
  t.regex(shown[0]?.command ?? '', /^sudo timeout 3600 tcpdump -i eth1 .* 'not tcp port 22' >/);
  t.regex(shown.at(-1)?.command ?? '', /^sudo tcpdump -nn -c 20 -r \/tmp\/capture-eth1\.pcap$/);
  t.true(context.recording.checks.every(({ passed }) => passed));
});

test('tcpdump that does not listen says why', async (t) => {
  const context = onMachine(pcapOf([]), 'tcpdump: eth9: No such device exists\n');
  const step = capture({ ref: 'vm1' }, { interface: 'eth9', during: nothing });
  const error = await t.throwsAsync(context.step(step), { instanceOf: WirebookError });
  t.is(error.code, 'not-listening');
  t.regex(error.facts['said'] ?? '', /No such device/);
});

test('where links cannot be listened on, a machine listens instead, or it is said what to do', async (t) => {
  const context = onMachine(pcapOf([encrypted]));
  await context.step(
    capture(
      { ref: 'circuit' },
      { during: nothing, instead: { machine: { ref: 'vm1' } }, expect: { only: ['ESP'] } },
    ),
  );
  t.true(context.recording.commands.some(({ command }) => command.includes('tcpdump -i any')));
  t.true(context.recording.checks.every(({ passed }) => passed));
  const error = await t.throwsAsync(
    context.step(capture({ ref: 'circuit' }, { during: nothing })),
    { instanceOf: WirebookError },
  );
  t.is(error.code, 'cannot-listen-on-links');
  t.regex(error.next ?? '', /instead/);
});
