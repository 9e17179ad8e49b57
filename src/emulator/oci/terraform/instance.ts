import type { Attributes, BlockSchema } from '../../terraform/provider.ts';
import { cardsOf } from '../resources/cards.ts';
import type { Body } from '../resources/kind.ts';
import {
  blocksOf,
  chosen,
  common,
  computed,
  fixed,
  flag,
  flagOf,
  given,
  map,
  number,
  numberOf,
  required,
  set,
  text,
  textOf,
  timeouts,
} from './attributes.ts';
import { toBody } from './convert.ts';
import type { CoreType } from './core-resource.ts';

const cardDetails: BlockSchema = {
  max: 1,
  attributes: {
    subnet_id: text(chosen),
    // The provider has it as text.
    assign_public_ip: text(chosen),
    display_name: text(computed),
    hostname_label: text(computed),
    nsg_ids: set(computed),
    private_ip: text(chosen),
    skip_source_dest_check: flag(computed),
    assign_private_dns_record: flag(chosen),
  },
};

export const instance: CoreType<'instances'> = {
  kind: 'instances',
  schema: {
    attributes: {
      ...common,
      state: text(computed),
      availability_domain: text(fixed),
      fault_domain: text(chosen),
      shape: text(required),
      image: text(chosen),
      subnet_id: text(chosen),
      hostname_label: text(chosen),
      metadata: map(computed),
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
          source_type: text({ required: true, forceNew: true }),
          source_id: text(chosen),
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
    const [card] = cardsOf(resource.id, door.resources);
    const [details] = blocksOf(config, 'create_vnic_details');
    const wanted = details && flagOf(details, 'skip_source_dest_check');
    if (card && wanted !== undefined && wanted !== card.properties.skipSourceDestCheck) {
      door.update(card, { skipSourceDestCheck: wanted });
    }
    const state = textOf(config, 'state');
    if (state === 'STOPPED' && resource.lifecycleState === 'RUNNING') {
      door.change(resource, { lifecycleState: 'STOPPING' });
    }
    if (state === 'RUNNING' && resource.lifecycleState === 'STOPPED') {
      door.change(resource, { lifecycleState: 'STARTING' });
    }
  },

  attributes({ id, properties }, { place }) {
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
          },
        ],
      }),
    };
  },
};

function cardBody(details: Attributes | undefined): Body | undefined {
  if (!details) return undefined;
  const wanted = textOf(details, 'assign_public_ip');
  const { assignPublicIp: _, ...body } = toBody(details, cardDetails);
  return { ...body, ...(wanted !== undefined && { assignPublicIp: wanted === 'true' }) };
}
