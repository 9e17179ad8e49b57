import type { CloudName } from '../../../lab/handle.ts';
import { toErrorRecord } from '../../../lab/errors.ts';
import { within } from '../../../lab/within.ts';
import { allowList, allowListVariable } from '../allow-list.ts';

/** One thing that must be so before anything is made in a cloud. Finding out makes nothing. */
export interface CloudCheck {
  /** `Azure: subscription`. */
  readonly title: string;
  readonly ok: boolean;
  /** What was found. */
  readonly detail: string;
  /** The command or setting that mends it. */
  readonly fix?: string;
}

export type Environment = Readonly<Record<string, string | undefined>>;

/** What of a quota is left, and what the lab needs of it. */
export interface QuotaUse {
  readonly name: string;
  readonly limit: number;
  readonly used: number;
  readonly needed: number;
}

/** How long a cloud may take to answer, ms. */
const patienceMs = 20_000;

/** Runs a check; whatever it throws is a check that did not pass, in the SDK's first line. */
export async function attempt(
  title: string,
  fix: string,
  look: () => Promise<string>,
): Promise<CloudCheck> {
  try {
    const late = () => new Error(`no answer within ${patienceMs / 1000} s`);
    return { title, ok: true, detail: await within(patienceMs, look(), late) };
  } catch (error) {
    return { title, ok: false, detail: firstLine(toErrorRecord(error).message), fix };
  }
}

function firstLine(text: string): string {
  const [line = ''] = text.trim().split('\n');
  return line.length > 160 ? `${line.slice(0, 160)}…` : line;
}

/** Whether a lab may be run in an account: without a list in any, and that is said. */
export function allowed(title: string, account: string, environment: Environment): CloudCheck {
  const list = allowList(environment);
  if (list === undefined) {
    return { title, ok: true, detail: `${account} (${allowListVariable} is not set: any account)` };
  }
  const ok = list.includes(account);
  if (ok) return { title, ok, detail: `${account}, which ${allowListVariable} names` };
  return {
    title,
    ok,
    detail: `${account} is not in ${allowListVariable}`,
    fix: `Choose a sandbox account, or add this one: export ${allowListVariable}=${[...list, account].join(',')}`,
  };
}

/** Pure: whether what is left is enough. */
export function quotaCheck(cloud: CloudName, { name, limit, used, needed }: QuotaUse): CloudCheck {
  const left = limit - used;
  return {
    title: `${cloud}: quota of ${name}`,
    ok: needed <= left,
    detail: `${needed} needed, ${left} of ${limit} left`,
    ...(needed > left && {
      fix: 'Ask the cloud for more, or free some: `npm run lab -- sweep` finds what earlier runs left.',
    }),
  };
}
