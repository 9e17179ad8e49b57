import type { Attributes, BlockSchema, Value } from '../../terraform/provider.ts';
import { invalidParameter } from '../protocol/error.ts';
import { cardsOf } from '../resources/cards.ts';
import type { Body } from '../resources/kind.ts';
import {
  blocksOf,
  caseless,
  chosen,
  common,
  computed,
  fixed,
  flag,
  flagOf,
  given,
  map,
  mapOf,
  number,
  numberOf,
  required,
  set,
  text,
  textOf,
  timeouts,
} from './attributes.ts';
import { toBody } from './convert.ts';
import type { CoreType, Place } from './core-resource.ts';

const cardDetails: BlockSchema = {
  max: 1,
  attributes: {
    subnet_id: text(chosen),
    // The provider has it as text. Its default is refused in a private subnet, where the API's own would be false.
    assign_public_ip: text({ default: 'true' }),
    display_name: text(computed),
    hostname_label: text({ ...computed, ...caseless }),
    nsg_ids: set(computed),
    private_ip: text(chosen),
    skip_source_dest_check: flag(computed),
    assign_private_dns_record: flag({ forceNew: true }),
  },
};

/**
 * Keys and user data are read at the first boot: others of either make another instance, while other metadata changes
 * in place.
 * @see core_instance_resource.go of the provider's source: CustomizeDiff
 */
function isForFirstBoot(before: Value, after: Value): boolean {
  const [old, wanted] = [mapOf({ before }, 'before'), mapOf({ after }, 'after')];
  return ['ssh_authorized_keys', 'user_data'].some((key) => old[key] !== wanted[key]);
}

export const instance: CoreType<'instances'> = {
  kind: 'instances',
  schema: {
    attributes: {
      ...common,
      state: text(computed),
      availability_domain: text({ ...fixed, ...caseless }),
      fault_domain: text({ ...computed, ...caseless }),
      // Optional for the provider, where an instance configuration has it.
      shape: text(required),
      image: text(chosen),
      subnet_id: text(chosen),
      hostname_label: text({ ...chosen, ...caseless }),
      metadata: map({ ...computed, forceNew: isForFirstBoot }),
      extended_metadata: map(computed),
      preserve_boot_volume: flag(),
      region: text(given),
      public_ip: text(given),
      private_ip: text(given),
      boot_volume_id: text(given),
      launch_mode: text(given),
    },
    blocks: {
      ...timeouts,
      create_vnic_details: { ...cardDetails, computed: true },
      source_details: {
        max: 1,
        computed: true,
        attributes: {
          // In place: the provider exchanges the boot volume.
          source_type: text({ ...required, ...caseless }),
          source_id: text(computed),
          boot_volume_size_in_gbs: text(computed),
        },
      },
      shape_config: {
        max: 1,
        computed: true,
        attributes: { ocpus: number(computed), memory_in_gbs: number(computed) },
      },
    },
  },

  body(body, config) {
    const [size] = blocksOf(config, 'shape_config');
    return {
      ...body,
      imageId: textOf(config, 'image'),
      createVnicDetails: cardBody(blocksOf(config, 'create_vnic_details')[0]),
      shapeConfig: size && {
        ocpus: numberOf(size, 'ocpus'),
        memoryInGBs: numberOf(size, 'memory_in_gbs'),
      },
    };
  },

  settle(resource, config, { door }) {
    const [details] = blocksOf(config, 'create_vnic_details');
    if (details) settleCard(resource.id, details, door);
    const state = textOf(config, 'state');
    if (state === 'STOPPED' && resource.lifecycleState === 'RUNNING') {
      door.change(resource, { lifecycleState: 'STOPPING' });
    }
    if (state === 'RUNNING' && resource.lifecycleState === 'STOPPED') {
      door.change(resource, { lifecycleState: 'STARTING' });
    }
  },

  attributes({ id, properties }, { place, previous }) {
    const [card] = cardsOf(id, place.door.resources);
    return {
      image: properties.imageId,
      shape_config: [{ ocpus: properties.ocpus, memory_in_gbs: properties.memoryInGBs }],
      source_details: [{ source_type: 'image', source_id: properties.imageId }],
      ...(card && {
        subnet_id: card.properties.subnetId,
        public_ip: card.properties.publicIp ?? '',
        private_ip: card.properties.privateIp,
        create_vnic_details: [
          {
            subnet_id: card.properties.subnetId,
            assign_public_ip: String(card.properties.hasPublicIp),
            display_name: card.displayName,
            hostname_label: card.properties.hostnameLabel ?? '',
            nsg_ids: [],
            private_ip: card.properties.privateIp,
            skip_source_dest_check: card.properties.skipSourceDestCheck,
            // Nobody can read it back: it stays what it was given as.
            assign_private_dns_record:
              blocksOf(previous, 'create_vnic_details')[0]?.['assign_private_dns_record'] ?? null,
          },
        ],
      }),
    };
  },
};

/** What of the primary VNIC changes in place: whether it forwards, and whether it has a public address. */
function settleCard(instanceId: string, details: Attributes, door: Place['door']): void {
  const [card] = cardsOf(instanceId, door.resources);
  if (!card) return;
  const forwards = flagOf(details, 'skip_source_dest_check');
  const now =
    forwards === undefined || forwards === card.properties.skipSourceDestCheck
      ? card
      : door.update(card, { skipSourceDestCheck: forwards });
  const hasPublicIp = textOf(details, 'assign_public_ip') === 'true';
  if (hasPublicIp === now.properties.hasPublicIp) return;
  const subnet = door.get('subnets', now.properties.subnetId);
  if (hasPublicIp && subnet.properties.prohibitPublicIpOnVnic) {
    throw invalidParameter(
      `The subnet ${subnet.id} is private: its VNICs have no public addresses.`,
    );
  }
  const { publicIp: _, ...properties } = now.properties;
  door.change(now, { properties: { ...properties, hasPublicIp } });
}

function cardBody(details: Attributes | undefined): Body | undefined {
  if (!details) return undefined;
  const wanted = textOf(details, 'assign_public_ip');
  const { assignPublicIp: _, ...body } = toBody(details, cardDetails);
  return { ...body, ...(wanted !== undefined && { assignPublicIp: wanted === 'true' }) };
}
