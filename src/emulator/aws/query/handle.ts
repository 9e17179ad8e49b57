import type { Cloud, CloudServices } from '../../cloud.ts';
import type { Account } from '../resources/account.ts';
import type { Credentials } from './signature.ts';
export function createQueryApi(_: {
  account: Account;
  services: CloudServices;
  credentials: Credentials;
}): Cloud['handle'] {
  return async () => ({ status: 400 });
}
