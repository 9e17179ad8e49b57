import { valueCheck } from '../../src/lab/check.ts';
import type { Connection, Ref } from '../../src/lab/handle.ts';
import type { StepContext } from '../../src/lab/step.ts';
import { azCommand } from '../az/command.ts';
import { pollOptions } from '../azure/poll-options.ts';
import { parseResourceId } from '../azure/resource-id.ts';
import { deployWith } from './deploy-with.ts';
import type { Link } from './link.ts';

export interface BreakByDeleting {
  /** Deletes an Azure connection behind Terraform's back, and its tunnels with it. */
  readonly delete: true;
}

export type ConnectionDeleted = {
  readonly kind: 'delete';
  /** Name of the connection's handle. */
  readonly connection: string;
};

/** Deletes a connection. Terraform makes it again: the plan shows what is missing. */
export const deletedConnection: Link<BreakByDeleting, ConnectionDeleted> = {
  title: (name) => `Delete the connection ${name}`,
  async break(context, name) {
    const connection = resolve(context, name);
    const azure = await context.azure();
    const { resourceGroup, name: own } = parseResourceId(connection.id);
    await azure.network.virtualNetworkGatewayConnections.beginDeleteAndWait(
      resourceGroup,
      own,
      pollOptions(context, azure),
    );
    context.showEquivalent({
      cloud: 'azure',
      command: azCommand('network vpn-connection delete', { g: resourceGroup, n: own }),
      output: '',
    });
    await checkThere(context, connection, false);
    return { kind: 'delete', connection: name };
  },
  async repair(context, { connection: name }) {
    await deployWith(context, {});
    await checkThere(context, resolve(context, name), true);
  },
};

function resolve(context: StepContext, name: string): Connection {
  const ref: Ref<Connection> = { ref: name };
  return context.resolve(ref);
}

async function checkThere(
  context: StepContext,
  connection: Connection,
  expected: boolean,
): Promise<void> {
  const azure = await context.azure();
  const { resourceGroup, name } = parseResourceId(connection.id);
  const { virtualNetworkGatewayConnections: client } = azure.network;
  let there = false;
  for await (const it of client.list(resourceGroup, { abortSignal: context.signal })) {
    there ||= it.name === name;
  }
  const text = (it: boolean) => (it ? 'there' : 'gone');
  context.check(
    valueCheck({ title: `Connection ${name}`, expected: text(expected), seen: text(there) }),
  );
}
