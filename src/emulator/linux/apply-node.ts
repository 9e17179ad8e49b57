import { inNamespace } from './process/namespace.ts';
import { run } from './process/run.ts';
import type { NodeOperations } from './plan/node-diff.ts';
import { LinuxError } from './world.ts';

/**
 * Makes one namespace so: one shell for all of it. Operations that find their work done already (something exists, or
 * is gone) count as done.
 */
export async function applyNode(node: string, operations: NodeOperations): Promise<void> {
  const { stderr, exitCode } = await run(inNamespace(node, ['sh', '-s']), {
    input: script(operations),
  });
  const failure = findFailure(stderr, operations);
  if (failure)
    throw new LinuxError(node, failure.command, `${node}: ${failure.command}: ${failure.message}`);
  if (exitCode !== 0)
    throw new LinuxError(node, 'sh', `${node}: ${stderr.trim() || `exit code ${exitCode}`}`);
}

const end = 'WIREBOOK_END';

function script(operations: NodeOperations): string {
  const section = (name: string, command: string, input: string): string =>
    `echo @${name} >&2\n${command} <<'${end}'\n${input}\n${end}\n`;
  return [
    ...operations.sysctls.map(
      ([path, value]) => `echo '${value}' > /proc/sys/net/${path} || echo @sysctl ${path} >&2`,
    ),
    operations.ip.length > 0 ? section('ip', 'ip -force -batch -', operations.ip.join('\n')) : '',
    operations.iptables ? section('iptables', 'iptables-restore -w', operations.iptables) : '',
    operations.nft ? section('nft', 'nft -f -', operations.nft) : '',
    operations.flushConntrack ? 'conntrack -F >/dev/null 2>&1' : '',
    'exit 0\n',
  ].join('\n');
}

interface Failure {
  readonly command: string;
  readonly message: string;
}

/** Pure: the first thing that really went wrong, from what the shell's programs said. */
export function findFailure(
  stderr: string,
  operations: Pick<NodeOperations, 'ip'>,
): Failure | undefined {
  const lines = operations.ip.flatMap((operation) => operation.split('\n'));
  let section = 'sh';
  let said: string[] = [];
  for (const line of stderr.split('\n')) {
    const header = /^@(\w+) ?(.*)$/.exec(line);
    if (header) {
      const message = said.join('; ');
      if (header[1] === 'sysctl') {
        // What the kernel was built without (IPv6, say) need not be set.
        if (!/nonexistent/i.test(message)) return { command: `sysctl ${header[2]}`, message };
        said = [];
        continue;
      }
      if (said.length > 0 && section !== 'ip') return { command: section, message };
      section = header[1] ?? 'sh';
      said = [];
      continue;
    }
    const failed = /^Command failed -:(\d+)/.exec(line);
    if (failed) {
      const command = `ip ${lines[Number(failed[1]) - 1] ?? ''}`;
      const message = said.join('; ');
      said = [];
      if (!isDone(command, message)) return { command, message };
      continue;
    }
    if (line.trim() !== '') said.push(line.trim());
  }
  if (said.length === 0 || section === 'ip') return undefined;
  return { command: section, message: said.join('; ') };
}

function isDone(command: string, message: string): boolean {
  if (/ (add|replace) /.test(command)) return /File exists/.test(message);
  if (/ del | nomaster$/.test(command)) {
    return /No such|Cannot find|Cannot assign|does not exist/i.test(message);
  }
  return false;
}
