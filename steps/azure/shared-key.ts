import { WirebookError } from '../../src/lab/errors.ts';
import type { Connection } from '../../src/lab/handle.ts';
import type { StepContext } from '../../src/lab/step.ts';
import { azCommand } from '../az/command.ts';
import { pollOptions } from './poll-options.ts';
import { parseResourceId } from './resource-id.ts';

/** The shared key of a connection. It is a secret from here on; the command line is shown without it. */
export async function readSharedKey(context: StepContext, connection: Connection): Promise<string> {
  const azure = await context.azure();
  const { resourceGroup, name } = parseResourceId(connection.id);
  const { value } = await azure.network.virtualNetworkGatewayConnections.getSharedKey(
    resourceGroup,
    name,
    { abortSignal: context.signal },
  );
  // The SDK's type promises a value; a connection without a key has none all the same.
  if (!value) {
    throw new WirebookError({
      code: 'no-shared-key',
      message: `The connection ${connection.name} has no shared key.`,
      next: 'Give it one in the stack.',
    });
  }
  context.secret(value);
  const options = { g: resourceGroup, 'connection-name': name, query: 'value' };
  context.showEquivalent({
    cloud: 'azure',
    command: `${azCommand('network vpn-connection shared-key show', options)} -o tsv`,
    output: '',
  });
  return value;
}

/** Changes the shared key of a connection. */
export async function setSharedKey(
  context: StepContext,
  connection: Connection,
  value: string,
): Promise<void> {
  context.secret(value);
  const azure = await context.azure();
  const { resourceGroup, name } = parseResourceId(connection.id);
  await azure.network.virtualNetworkGatewayConnections.beginSetSharedKeyAndWait(
    resourceGroup,
    name,
    { value },
    pollOptions(context, azure),
  );
  const options = { g: resourceGroup, 'connection-name': name };
  context.showEquivalent({
    cloud: 'azure',
    command: `${azCommand('network vpn-connection shared-key update', options)} --value "$KEY" -o none`,
    output: '',
  });
}
