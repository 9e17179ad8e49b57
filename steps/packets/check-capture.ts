import { valueCheck } from '../../src/lab/check.ts';
import type { StepContext } from '../../src/lab/step.ts';
import type { DecodedPacket } from './decode-packet.ts';
import { countProtocols } from './summary.ts';

/**
 * Protocols as the report names them: `ESP` (also inside UDP 4500), `IKE`, `BGP`, `BFD`, `ICMP`, `ARP`, `TCP`, `UDP`,
 * `IPv6`, `NAT keepalive`; with what the report says of them where that matters: `ICMP echo reply`.
 * That something was captured at all is always expected: an empty capture proves nothing.
 */
export interface CaptureExpectation {
  /** Nothing but these. */
  readonly only?: readonly string[];
  /** Each of these. */
  readonly some?: readonly string[];
  /** None of these. */
  readonly none?: readonly string[];
}

/** Records a check an expectation. */
export function checkCapture(
  context: Pick<StepContext, 'check'>,
  packets: readonly DecodedPacket[],
  { only, some = [], none = [] }: CaptureExpectation,
): void {
  const packetsOf = (name: string) => packets.filter((packet) => isOf(packet, name)).length;
  context.check(
    valueCheck({
      title: 'Packets captured',
      expected: 'at least one',
      seen: String(packets.length),
      passed: packets.length > 0,
    }),
  );
  if (only !== undefined) {
    const others = packets.filter((packet) => !only.some((name) => isOf(packet, name)));
    context.check(
      valueCheck({
        title: `Nothing but ${only.join(', ')}`,
        expected: 'no other packets',
        seen: others.length === 0 ? 'no other packets' : amounts(others),
      }),
    );
  }
  for (const name of some) {
    context.check(
      valueCheck({
        title: `${name} passed`,
        expected: 'at least one packet',
        seen: amount(name, packetsOf(name)),
        passed: packetsOf(name) > 0,
      }),
    );
  }
  for (const name of none) {
    context.check(
      valueCheck({
        title: `No ${name} passed`,
        expected: amount(name, 0),
        seen: amount(name, packetsOf(name)),
      }),
    );
  }
}

function isOf({ protocol, info }: DecodedPacket, name: string): boolean {
  return name === protocol || name === `${protocol} ${info}`;
}

function amounts(packets: readonly DecodedPacket[]): string {
  return countProtocols(packets)
    .map(({ protocol, packets: count }) => amount(protocol, count))
    .join(', ');
}

function amount(name: string, packets: number): string {
  return `${packets} ${packets === 1 ? 'packet' : 'packets'} of ${name}`;
}
