import { GoogleProvider } from '@cdktf/provider-google/lib/provider/index.js';
import type { StackEnvironment } from '../../src/lab/stack.ts';
import type { Construct } from '../cdktf.ts';

/** What all constructs of one Google Cloud stack share: one project, one region. */
export interface GoogleScope {
  readonly scope: Construct;
  readonly region: string;
  readonly sshPublicKey: string;
}

export interface GoogleScopeParameters {
  /** Region, such as `us-east1`. */
  readonly region: string;
  readonly environment: StackEnvironment;
}

/** The google provider. The project is the one that its environment names. */
export function googleScope(scope: Construct, parameters: GoogleScopeParameters): GoogleScope {
  const { region, environment } = parameters;
  new GoogleProvider(scope, 'google', { region });
  return { scope, region, sshPublicKey: environment.sshPublicKey };
}
