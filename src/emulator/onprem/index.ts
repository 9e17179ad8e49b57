import type { Cloud, CloudServices } from '../cloud.ts';
import { circuitOrders } from './circuits.ts';
import { compile } from './fabric/compile.ts';
import { createStore } from './resources/store.ts';
import { createTerraformTypes } from './terraform/provider.ts';

/** Customer sites and exchange providers. No API serves them: equipment is made by Terraform and configured over SSH. */
export function createOnprem(services: CloudServices): Cloud {
  const store = createStore();
  return {
    name: 'onprem',
    handle: () => Promise.resolve({ status: 404 }),
    terraform: createTerraformTypes({ store, services }),
    compile: () => compile(store, services.timers),
    circuits: () => ({ offers: [], orders: circuitOrders(store) }),
  };
}
