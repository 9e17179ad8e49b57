import { Agent } from 'node:https';
import type { SessionCredentials } from '../../emulator/daemon/protocol.ts';
import type { AwsClients } from '../../lab/target.ts';

/** The official SDK, pointed at the local cloud's EC2. */
export async function awsClients({ port, ca, aws }: SessionCredentials): Promise<AwsClients> {
  const { EC2Client } = await import('@aws-sdk/client-ec2');
  const { accessKeyId, secretAccessKey, region, accountId } = aws;
  const httpsAgent = new Agent({ ca, keepAlive: true });
  const inRegion = (name: string) =>
    new EC2Client({
      region: name,
      endpoint: `https://localhost:${port}`,
      credentials: { accessKeyId, secretAccessKey },
      requestHandler: { httpsAgent },
      // A daemon that died must be noticed now.
      maxAttempts: 2,
    });
  return { ec2: inRegion(region), region, accountId, inRegion };
}
