import type { ProviderTypes } from '../../terraform/provider.ts';
import type { Place } from './arm-resource.ts';
import { armResource } from './arm-resource.ts';
import { association, associations } from './association.ts';
import { connection } from './connection.ts';
import { createDataSources } from './data-sources.ts';
import {
  expressRouteCircuit,
  expressRouteCircuitAuthorization,
  expressRouteCircuitPeering,
} from './express-route-circuit.ts';
import { linuxVirtualMachine } from './linux-virtual-machine.ts';
import { localNetworkGateway } from './local-network-gateway.ts';
import { networkInterface } from './network-interface.ts';
import { networkSecurityGroup, networkSecurityRule } from './network-security-group.ts';
import { publicIp } from './public-ip.ts';
import { routeServer, routeServerBgpConnection } from './route-server.ts';
import { resourceGroup } from './resource-group.ts';
import { route, routeTable } from './route-table.ts';
import { virtualMachine } from './virtual-machine.ts';
import { virtualNetworkGateway } from './virtual-network-gateway.ts';
import { virtualNetworkPeering } from './virtual-network-peering.ts';
import { subnet, virtualNetwork } from './virtual-network.ts';

/** The azurerm provider's types, over the same resources as the REST API. Names are those of azurerm 4. */
export function createTerraformTypes(place: Place): ProviderTypes {
  return {
    provider: 'azurerm',
    resources: {
      azurerm_resource_group: armResource('azurerm_resource_group', resourceGroup, place),
      azurerm_virtual_network: armResource('azurerm_virtual_network', virtualNetwork, place),
      azurerm_subnet: armResource('azurerm_subnet', subnet, place),
      azurerm_virtual_network_peering: armResource(
        'azurerm_virtual_network_peering',
        virtualNetworkPeering,
        place,
      ),
      azurerm_public_ip: armResource('azurerm_public_ip', publicIp, place),
      azurerm_network_interface: armResource('azurerm_network_interface', networkInterface, place),
      azurerm_network_security_group: armResource(
        'azurerm_network_security_group',
        networkSecurityGroup,
        place,
      ),
      azurerm_network_security_rule: armResource(
        'azurerm_network_security_rule',
        networkSecurityRule,
        place,
      ),
      azurerm_route_table: armResource('azurerm_route_table', routeTable, place),
      azurerm_route: armResource('azurerm_route', route, place),
      azurerm_linux_virtual_machine: armResource(
        'azurerm_linux_virtual_machine',
        linuxVirtualMachine,
        place,
      ),
      azurerm_virtual_machine: armResource('azurerm_virtual_machine', virtualMachine, place),
      azurerm_virtual_network_gateway: armResource(
        'azurerm_virtual_network_gateway',
        virtualNetworkGateway,
        place,
      ),
      azurerm_express_route_circuit: armResource(
        'azurerm_express_route_circuit',
        expressRouteCircuit,
        place,
      ),
      azurerm_express_route_circuit_peering: armResource(
        'azurerm_express_route_circuit_peering',
        expressRouteCircuitPeering,
        place,
      ),
      azurerm_express_route_circuit_authorization: armResource(
        'azurerm_express_route_circuit_authorization',
        expressRouteCircuitAuthorization,
        place,
      ),
      azurerm_local_network_gateway: armResource(
        'azurerm_local_network_gateway',
        localNetworkGateway,
        place,
      ),
      azurerm_virtual_network_gateway_connection: armResource(
        'azurerm_virtual_network_gateway_connection',
        connection,
        place,
      ),
      azurerm_route_server: routeServer(place),
      azurerm_route_server_bgp_connection: routeServerBgpConnection(place),
      ...Object.fromEntries(
        Object.entries(associations).map(([type, definition]) => [
          type,
          association(definition, place),
        ]),
      ),
    },
    dataSources: createDataSources(place),
  };
}
