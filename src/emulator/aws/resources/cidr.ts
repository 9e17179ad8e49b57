import { isAddress } from '../../net/address.ts';
import { isPrefix, lengthOf, networkOf } from '../../net/prefix.ts';
import { invalidParameter } from '../query/error.ts';

/** A block as EC2 keeps it: `100.68.0.18/18` becomes `100.68.0.0/18`. Throws `InvalidParameterValue`. */
export function readCidr(text: string, parameter: string): string {
  const [address = '', length = ''] = text.split('/');
  if (isAddress(address) && /^(\d|[12]\d|3[0-2])$/.test(length)) {
    const canonical = networkOf(text);
    if (isPrefix(canonical)) return canonical;
  }
  throw invalidParameter(parameter, text, 'This is not a valid CIDR block.');
}

/**
 * VPCs and subnets have 16 to 65 536 addresses.
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html
 */
export function isNetworkSize(cidr: string): boolean {
  const length = lengthOf(cidr);
  return length >= 16 && length <= 28;
}
