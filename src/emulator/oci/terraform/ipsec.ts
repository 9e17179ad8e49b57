import {
  common,
  computed,
  fixed,
  flag,
  given,
  list,
  required,
  text,
  timeouts,
} from './attributes.ts';
import type { CoreType } from './core-resource.ts';

const { state: _, ...lifeless } = common;

export const cpe: CoreType<'cpes'> = {
  kind: 'cpes',
  schema: {
    attributes: {
      ...lifeless,
      ip_address: text(fixed),
      cpe_device_shape_id: text(computed),
      is_private: flag({ ...computed, forceNew: true }),
    },
    blocks: timeouts,
  },
};

export const ipsec: CoreType<'ipsecConnections'> = {
  kind: 'ipsecConnections',
  schema: {
    attributes: {
      ...common,
      cpe_id: text(fixed),
      drg_id: text(fixed),
      static_routes: list(required),
      cpe_local_identifier: text(computed),
      cpe_local_identifier_type: text(computed),
      transport_type: text(given),
    },
    blocks: {
      ...timeouts,
      // For connections over private circuits: read when it is made, and never again.
      tunnel_configuration: {
        max: 2,
        computed: true,
        attributes: {
          oracle_tunnel_ip: text(computed),
          associated_virtual_circuits: list(computed),
          drg_route_table_id: text(computed),
        },
      },
    },
  },
};
