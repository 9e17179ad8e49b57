import { Ec2Error } from '../query/error.ts';
import type { Tagged } from './kinds.ts';
import type { NetworkInterface } from './network-interface.ts';
import { cardsOf } from './cards.ts';
import type { Draft, Resources } from './store.ts';
import { get } from './store.ts';

/** An Elastic IP address. */
export interface Address extends Tagged {
  readonly publicIp: string;
  readonly association?: AddressAssociation | undefined;
}

export interface AddressAssociation {
  /** `eipassoc-…` */
  readonly id: string;
  readonly networkInterfaceId: string;
  readonly privateAddress: string;
}

export interface AssociationInput {
  readonly allocationId: string;
  readonly instanceId?: string | undefined;
  readonly networkInterfaceId?: string | undefined;
  readonly privateAddress?: string | undefined;
  /** @default true */
  readonly allowReassociation?: boolean | undefined;
}

export function allocateAddress(draft: Draft, tags: Tagged['tags'] = {}): Address {
  const address: Address = {
    id: draft.newId('eipalloc'),
    publicIp: draft.allocatePublicAddress(),
    tags,
  };
  draft.set('addresses', address);
  return address;
}

export function releaseAddress(draft: Draft, id: string): void {
  const address = get(draft, 'addresses', id);
  if (address.association) {
    throw new Ec2Error('InvalidIPAddress.InUse', `Address ${address.publicIp} is in use.`);
  }
  draft.releasePublicAddress(address.publicIp);
  draft.remove('addresses', id);
}

/** Also takes the place of the public address that the card had. */
export function associateAddress(draft: Draft, input: AssociationInput): AddressAssociation {
  const address = get(draft, 'addresses', input.allocationId);
  const card = targetOf(draft, input);
  const privateAddress = input.privateAddress ?? card.privateAddresses[0] ?? '';
  if (!card.privateAddresses.includes(privateAddress)) {
    throw new Ec2Error(
      'InvalidParameterValue',
      `Invalid value '${privateAddress}' for PrivateIpAddress. It is not an address of ${card.id}.`,
    );
  }
  if (!draft.all('internetGateways').some(({ vpcId }) => vpcId === card.vpcId)) {
    throw new Ec2Error(
      'Gateway.NotAttached',
      `Network ${card.vpcId} is not attached to any internet gateway`,
    );
  }
  const there = findAssociation(card.id, privateAddress, draft);
  const isSame = there?.id === address.id;
  if (isSame && address.association) return address.association;
  const mayMove = input.allowReassociation ?? true;
  if (!mayMove && (address.association || there)) {
    throw new Ec2Error(
      'Resource.AlreadyAssociated',
      `resource ${there?.id ?? address.id} is already associated with associate-id ${(there ?? address).association?.id}`,
    );
  }
  if (there) draft.set('addresses', { ...there, association: undefined });
  const association: AddressAssociation = {
    id: draft.newId('eipassoc'),
    networkInterfaceId: card.id,
    privateAddress,
  };
  draft.set('addresses', { ...address, association });
  return association;
}

export function disassociateAddress(draft: Draft, associationId: string): void {
  const address = draft
    .all('addresses')
    .find(({ association }) => association?.id === associationId);
  if (!address) {
    throw new Ec2Error(
      'InvalidAssociationID.NotFound',
      `The association ID '${associationId}' does not exist`,
    );
  }
  draft.set('addresses', { ...address, association: undefined });
}

export function addressByIp(publicIp: string, resources: Resources): Address {
  const address = resources.all('addresses').find((it) => it.publicIp === publicIp);
  if (address) return address;
  throw new Ec2Error('InvalidAddress.NotFound', `Address '${publicIp}' not found.`);
}

/** The Elastic IP of a card's private address. */
export function findAssociation(
  networkInterfaceId: string,
  privateAddress: string,
  resources: Resources,
): Address | undefined {
  return resources
    .all('addresses')
    .find(
      ({ association }) =>
        association?.networkInterfaceId === networkInterfaceId &&
        association.privateAddress === privateAddress,
    );
}

/** Public addresses of a card, each with the private one behind it. */
export function translationsOf(
  card: NetworkInterface,
  resources: Resources,
): readonly { readonly inside: string; readonly outside: string }[] {
  return card.privateAddresses.flatMap((inside, index) => {
    const outside =
      findAssociation(card.id, inside, resources)?.publicIp ??
      (index === 0 ? card.autoPublicAddress : undefined);
    return outside === undefined ? [] : [{ inside, outside }];
  });
}

/** The public address of a card's primary private one. */
export function publicAddressOf(card: NetworkInterface, resources: Resources): string | undefined {
  const [primary] = card.privateAddresses;
  return translationsOf(card, resources).find(({ inside }) => inside === primary)?.outside;
}

/** `ec2-54-1-2-3.compute-1.amazonaws.com` */
export function publicDnsName(address: string, region: string): string {
  const zone = region === 'us-east-1' ? 'compute-1' : `${region}.compute`;
  return `ec2-${address.replaceAll('.', '-')}.${zone}.amazonaws.com`;
}

function targetOf(draft: Draft, input: AssociationInput): NetworkInterface {
  if (input.networkInterfaceId !== undefined) {
    return get(draft, 'networkInterfaces', input.networkInterfaceId);
  }
  if (input.instanceId === undefined) {
    throw new Ec2Error(
      'MissingParameter',
      'Either instance ID or network interface id must be specified',
    );
  }
  const instance = get(draft, 'instances', input.instanceId);
  const [primary, ...others] = cardsOf(instance.id, draft);
  if (!primary) {
    throw new Ec2Error(
      'InvalidInstanceID',
      `The instance '${instance.id}' is not in a valid state for this operation.`,
    );
  }
  if (others.length > 0 && input.privateAddress === undefined) {
    throw new Ec2Error(
      'InvalidInstanceID',
      `There are multiple interfaces attached to instance '${instance.id}'. Please specify an interface ID for the operation instead.`,
    );
  }
  return primary;
}
