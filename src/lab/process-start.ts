import { readFileSync } from 'node:fs';

/**
 * When a process started, in the kernel's own unit; undefined when it is gone. Tells a reused pid apart. Field 22 of
 * /proc/<pid>/stat (proc(5)); the second field, the command, may hold spaces and brackets.
 */
export function processStart(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    // A zombie has ended, though nobody collected it yet.
    return fields[0] === 'Z' ? undefined : fields[19];
  } catch {
    return undefined;
  }
}
