import type { CloudClients } from '../../lab/target.ts';
import type { CloudName, Machine } from '../../lab/handle.ts';
import { hostKeysInConsole } from './host-keys.ts';

type Reader = (machine: Machine, clients: CloudClients) => Promise<string>;

/** Where a cloud shows a machine's console. Azure does only with boot diagnostics, OCI after a capture: not asked for here. */
const readers: Readonly<Partial<Record<CloudName, Reader>>> = {
  async aws({ id }, clients) {
    const { GetConsoleOutputCommand } = await import('@aws-sdk/client-ec2');
    const { ec2 } = await clients.aws();
    const command = new GetConsoleOutputCommand({ InstanceId: id, Latest: true });
    const { Output = '' } = await ec2.send(command);
    return Buffer.from(Output, 'base64').toString();
  },
  async google({ id }, clients) {
    const { instances } = await clients.google();
    const [, project = '', zone = '', instance = ''] =
      /projects\/([^/]+)\/zones\/([^/]+)\/instances\/([^/]+)/.exec(id) ?? [];
    const [{ contents }] = await instances.getSerialPortOutput({ project, zone, instance });
    return contents ?? '';
  },
};

/** Host keys as OpenSSH lines; empty where the cloud has no such channel or the machine has said nothing yet. */
export async function consoleHostKeys(
  machine: Machine,
  clients: CloudClients,
): Promise<readonly string[]> {
  const read = readers[machine.cloud];
  return read === undefined ? [] : hostKeysInConsole(await read(machine, clients));
}
