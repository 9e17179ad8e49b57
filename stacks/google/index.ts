/** Google Cloud constructs: small functions that add resources to a stack and return handles. */
export * from './machine.ts';
export * from './network.ts';
export { googleScope, type GoogleScope, type GoogleScopeParameters } from './scope.ts';
export * from './vpn.ts';
