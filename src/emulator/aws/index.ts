import type { Cloud, CloudServices } from '../cloud.ts';
import { compile } from './fabric/compile.ts';
import { createQueryApi } from './query/handle.ts';
import type { Credentials } from './query/signature.ts';
import { createAccount, createDefaultVpc } from './resources/account.ts';
import { createTerraformTypes } from './terraform/provider.ts';

export interface AwsOptions {
  /** The one access key that the account has. */
  readonly credentials: Credentials;
  /** @default 123456789012 */
  readonly accountId?: string;
  /** @default us-east-1 */
  readonly region?: string;
  /** Whether the account starts with a default VPC, as new ones do. @default false */
  readonly defaultVpc?: boolean;
}

/** The emulated AWS: one account in one region, empty at first. */
export function createAws(services: CloudServices, options: AwsOptions): Cloud {
  const { credentials, accountId = '123456789012', region = 'us-east-1' } = options;
  const account = createAccount({ services, accountId, region });
  if (options.defaultVpc) account.change(createDefaultVpc);
  return {
    name: 'aws',
    handle: createQueryApi({ account, services, credentials }),
    terraform: createTerraformTypes(account),
    compile: (observations) =>
      compile(account.resources, observations, { timers: services.timers }),
  };
}
