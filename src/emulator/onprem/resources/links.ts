import { addressFromNumber, addressToNumber, isAddress } from '../../net/address.ts';
import { addressAt, isPrefix, lengthOf, networkOf } from '../../net/prefix.ts';

/** The address of `172.16.0.1/30`. */
export function addressOf(interfaceAddress: string): string {
  return interfaceAddress.split('/')[0] ?? '';
}

/** Whether `text` is an address with the length of its subnet, and one that a device may have there. */
export function isInterfaceAddress(text: string): boolean {
  const [address = '', length = '', ...rest] = text.split('/');
  if (rest.length > 0 || !isAddress(address) || !isPrefix(`0.0.0.0/${length}`)) return false;
  return isUsable(address, networkOf(text));
}

/** Whether a device may have the address in the network: in it, and neither its name nor its broadcast address. */
export function isUsable(address: string, network: string): boolean {
  if (networkOf(`${address}/${lengthOf(network)}`) !== network) return false;
  if (lengthOf(network) > 30) return true;
  return address !== addressAt(network, 0) && address !== addressAt(network, -1);
}

/** The other address of a link between two: of `172.16.0.1/30` it is `172.16.0.2`. */
export function farAddress(interfaceAddress: string): string {
  const network = networkOf(interfaceAddress);
  const own = addressToNumber(addressOf(interfaceAddress));
  const first = addressToNumber(addressAt(network, lengthOf(network) === 31 ? 0 : 1));
  return addressFromNumber(own === first ? first + 1 : first);
}
