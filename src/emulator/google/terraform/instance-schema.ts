import type { Schema } from '../../terraform/provider.ts';
import {
  common,
  computed,
  flag,
  given,
  labels,
  link,
  map,
  number,
  required,
  set,
  settled,
  text,
  timeouts,
} from './attributes.ts';

/** Scheduling, service accounts and shielding are taken as they come. */
export const instanceSchema: Schema = {
  attributes: {
    ...common,
    ...labels,
    zone: link(settled),
    machine_type: link(required),
    description: text({ forceNew: true }),
    hostname: text({ forceNew: true }),
    can_ip_forward: flag({ default: false, forceNew: true }),
    deletion_protection: flag({ default: false }),
    allow_stopping_for_update: flag(),
    desired_status: text(),
    enable_display: flag(),
    min_cpu_platform: text(computed),
    metadata: map(),
    metadata_startup_script: text({ forceNew: true }),
    tags: set(),
    current_status: text({ ...given, follows: ['desired_status'] }),
    cpu_platform: text(given),
    instance_id: text(given),
    metadata_fingerprint: text({ ...given, follows: ['metadata'] }),
    tags_fingerprint: text({ ...given, follows: ['tags'] }),
    creation_timestamp: text(given),
  },
  blocks: {
    ...timeouts,
    boot_disk: {
      min: 1,
      max: 1,
      forceNew: true,
      attributes: {
        auto_delete: flag({ default: true }),
        device_name: text(computed),
        mode: text({ default: 'READ_WRITE' }),
        source: link(computed),
      },
      blocks: {
        initialize_params: {
          max: 1,
          computed: true,
          attributes: {
            image: text(computed),
            size: number(computed),
            type: text(computed),
            labels: map(computed),
          },
        },
      },
    },
    attached_disk: {
      attributes: {
        source: link(required),
        device_name: text(computed),
        mode: text({ default: 'READ_WRITE' }),
      },
    },
    network_interface: {
      min: 1,
      attributes: {
        name: text(given),
        network: link(settled),
        subnetwork: link(settled),
        subnetwork_project: text(computed),
        network_ip: text(computed),
        nic_type: text(),
        stack_type: text(computed),
      },
      blocks: {
        access_config: {
          attributes: {
            nat_ip: text(computed),
            network_tier: text(computed),
            public_ptr_domain_name: text(),
          },
        },
        alias_ip_range: {
          attributes: { ip_cidr_range: text(required), subnetwork_range_name: text() },
        },
      },
    },
    scheduling: {
      max: 1,
      computed: true,
      attributes: {
        automatic_restart: flag({ default: true }),
        on_host_maintenance: text(computed),
        preemptible: flag({ default: false }),
        provisioning_model: text(computed),
        instance_termination_action: text(),
      },
    },
    service_account: {
      max: 1,
      attributes: { email: text(computed), scopes: set(required) },
    },
    shielded_instance_config: {
      max: 1,
      attributes: {
        enable_secure_boot: flag({ default: false }),
        enable_vtpm: flag({ default: true }),
        enable_integrity_monitoring: flag({ default: true }),
      },
    },
  },
};
