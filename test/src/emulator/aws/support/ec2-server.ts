import { EC2Client } from '@aws-sdk/client-ec2';
import type { Cloud } from '../../../../../src/emulator/cloud.ts';
import { serveCloud } from '../../support/serve-cloud.ts';
import { credentials } from './local-aws.ts';

/** A cloud behind HTTP on loopback, and the official client pointed at it. */
export interface Ec2Server extends AsyncDisposable {
  readonly ec2: EC2Client;
  readonly endpoint: string;
  /** A client with another key. */
  client(other: Partial<typeof credentials>): EC2Client;
}

export async function serve(cloud: Cloud): Promise<Ec2Server> {
  const server = await serveCloud(cloud);
  const endpoint = `http://127.0.0.1:${server.port}`;
  const client = (other: Partial<typeof credentials>) =>
    new EC2Client({
      region: 'us-east-1',
      endpoint,
      credentials: { ...credentials, ...other },
      maxAttempts: 1,
    });
  return {
    ec2: client({}),
    endpoint,
    client,
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  };
}
