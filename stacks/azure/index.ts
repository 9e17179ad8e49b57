/** Azure constructs: small functions that add resources to a stack and return handles. */
export * from './connection.ts';
export { dependsOn, resource, type Constructed, type Dependency } from '../constructed.ts';
export * from './express-route.ts';
export * from './gateway-peering.ts';
export * from './local-network-gateway.ts';
export * from './machine.ts';
export * from './peering.ts';
export * from './public-ip.ts';
export * from './route-server.ts';
export * from './route-table.ts';
export { azureScope, type AzureScope, type AzureScopeParameters } from './scope.ts';
export * from './virtual-network.ts';
export * from './vpn-gateway.ts';
