/** Where administrators connect from (TEST-NET-3, RFC 5737). */
export const harnessPrefix = '203.0.113.0/24';

/** Addresses of management cards: of the range for tests of network equipment (RFC 2544), so no lab's plan holds them. */
export const managementPrefix = '198.18.0.0/16';
/** The same in all sites. */
export const managementGateway = '198.18.0.1';
export const managementDevice = 'mgmt0';
