import ipaddr from 'ipaddr.js';
import { asInteger, asString, ExpressionError } from '../convert.ts';
import { define, type FunctionTable, type TerraformFunction } from './define.ts';

export const networkFunctions: FunctionTable = {
  cidrhost: define([asString, asInteger], cidrHost),
  cidrnetmask: define([asString], (prefix) => {
    const network = parseNetwork(prefix);
    if (network.bits !== 32) throw new ExpressionError('IPv6 networks have no netmask');
    return addressText(mask(network.length, 32), 32);
  }),
  cidrsubnet: define([asString, asInteger, asInteger], (prefix, newBits, number) =>
    networkText(subnet(parseNetwork(prefix), newBits, number)),
  ),
  cidrsubnets: {
    minimum: 1,
    maximum: Number.POSITIVE_INFINITY,
    takes: 'known',
    call: ([prefix = null, ...newBits]) => cidrSubnets(asString(prefix), newBits.map(asInteger)),
  } satisfies TerraformFunction,
};

interface Network {
  readonly address: bigint;
  readonly length: number;
  readonly bits: 32 | 128;
}

function parseNetwork(prefix: string): Network {
  try {
    const [address, length] = ipaddr.parseCIDR(prefix);
    const bits = address.kind() === 'ipv4' ? 32 : 128;
    const value = BigInt(`0x${Buffer.from(address.toByteArray()).toString('hex')}`);
    return { address: value & mask(length, bits), length, bits };
  } catch {
    throw new ExpressionError(
      `${JSON.stringify(prefix)} is no network prefix such as "10.0.0.0/16"`,
    );
  }
}

const mask = (length: number, bits: number): bigint =>
  ((1n << BigInt(length)) - 1n) << BigInt(bits - length);

function addressText(address: bigint, bits: 32 | 128): string {
  const bytes = Buffer.from(address.toString(16).padStart(bits / 4, '0'), 'hex');
  const parsed = ipaddr.fromByteArray([...bytes]);
  return parsed.kind() === 'ipv6' ? (parsed as ipaddr.IPv6).toRFC5952String() : parsed.toString();
}

const networkText = ({ address, length, bits }: Network): string =>
  `${addressText(address, bits)}/${length}`;

/** A negative number counts from the end: -1 is the last address. */
function cidrHost(prefix: string, number: number): string {
  const { address, length, bits } = parseNetwork(prefix);
  const size = 1n << BigInt(bits - length);
  const offset = number < 0 ? size + BigInt(number) : BigInt(number);
  if (offset < 0n || offset >= size) {
    throw new ExpressionError(
      `the network ${prefix} has no host ${number}: it has ${size} addresses`,
    );
  }
  return addressText(address + offset, bits);
}

function subnet(network: Network, newBits: number, number: number): Network {
  const length = extended(network, newBits);
  if (number < 0 || BigInt(number) >= 1n << BigInt(newBits)) {
    throw new ExpressionError(`${newBits} more bits do not hold the subnet number ${number}`);
  }
  const address = network.address + (BigInt(number) << BigInt(network.bits - length));
  return { ...network, address, length };
}

function extended(network: Network, newBits: number): number {
  const length = network.length + newBits;
  if (newBits >= 0 && length <= network.bits) return length;
  throw new ExpressionError(`${networkText(network)} cannot be extended by ${newBits} bits`);
}

/** One after the other, each on the next boundary of its own size. */
function cidrSubnets(prefix: string, newBits: readonly number[]): readonly string[] {
  const network = parseNetwork(prefix);
  const end = network.address + (1n << BigInt(network.bits - network.length));
  let next = network.address;
  return newBits.map((bits) => {
    const length = extended(network, bits);
    const size = 1n << BigInt(network.bits - length);
    const address = ((next + size - 1n) / size) * size;
    if (address + size > end) {
      throw new ExpressionError(
        `${networkText(network)} has no room left for a subnet of /${length}`,
      );
    }
    next = address + size;
    return networkText({ ...network, address, length });
  });
}
