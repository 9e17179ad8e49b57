import type { ConsoleAnswer, NoSuchRouter } from '../../emulator/daemon/protocol.ts';
import { paths } from '../../emulator/daemon/protocol.ts';
import { WirebookError } from '../../lab/errors.ts';
import { didYouMean } from '../../lab/suggest.ts';
import type { DaemonClient } from './client.ts';
import { readAll } from './client.ts';

/** Makes a router's console ready. Throws `unknown-router`. */
export async function openConsole(client: DaemonClient, router: string): Promise<ConsoleAnswer> {
  const query = new URLSearchParams({ router });
  const response = await client.open('POST', `${paths.console}?${query.toString()}`);
  const answer: unknown = JSON.parse(await readAll(response));
  if (response.statusCode === 200) return answer as ConsoleAnswer;
  const { routers = [] } = answer as Partial<NoSuchRouter>;
  throw new WirebookError({
    code: 'unknown-router',
    message: `The local cloud has no router "${router}" that speaks BGP.`,
    next: didYouMean(router, routers),
    exitCode: 2,
  });
}
