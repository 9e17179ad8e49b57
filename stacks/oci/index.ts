/** OCI constructs: small functions that add resources to a stack and return handles. */
export * from './drg.ts';
export * from './machine.ts';
export * from './security-list.ts';
export { ociScope, type OciScope, type OciScopeParameters } from './scope.ts';
export * from './vcn.ts';
export * from './virtual-circuit.ts';
export * from './vpn.ts';
