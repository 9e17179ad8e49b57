/** AWS constructs: small functions that add resources to a stack and return handles. */
export * from './machine.ts';
export { awsScope, type AwsScope, type AwsScopeParameters } from './scope.ts';
export * from './security-group.ts';
export * from './vpc.ts';
export * from './vpn.ts';
