import { DescribeRegionsCommand, DescribeTagsCommand } from '@aws-sdk/client-ec2';
import type { EC2Client, Tag } from '@aws-sdk/client-ec2';
import type { AwsClients } from '../lab/target.ts';
import { awsKinds } from './aws-kinds.ts';
import type { AwsKind, AwsThing } from './aws-kinds.ts';
import type { Found, Sight, Sweeper, Verdict } from './leftover.ts';
import { answerWithin } from './silence.ts';

/** EC2 and its networks in every region that the account has switched on, by tags. */
export function awsSweeper({ ec2, accountId, inRegion }: AwsClients): Sweeper {
  const clients = new Map<string, EC2Client>();
  const clientOf = (region: string): EC2Client => {
    const client = clients.get(region) ?? inRegion(region);
    clients.set(region, client);
    return client;
  };

  async function findIn(region: string): Promise<readonly Found[]> {
    const client = clientOf(region);
    // One question to most regions, which have nothing of ours.
    if (!(await hasTags(client))) return [];
    const lists = await Promise.all(
      Object.entries(awsKinds).map(async ([kind, { find }]) =>
        (await find(client)).map((thing) => foundOf(kind as AwsKind, thing, region)),
      ),
    );
    return lists.flat();
  }

  /** An organisation may forbid a region, or a network not lead there: no reason to see nothing of the others. */
  async function lookIn(region: string): Promise<Sight> {
    try {
      const found = await answerWithin(regionMs, region, findIn(region));
      return { found, unseen: [] };
    } catch (error) {
      return { found: [], unseen: [{ place: region, error }] };
    }
  }

  return {
    cloud: 'aws',
    account: accountId,
    async find() {
      const { Regions = [] } = await ec2.send(new DescribeRegionsCommand({}));
      const sights = await Promise.all(Regions.map(({ RegionName = '' }) => lookIn(RegionName)));
      const unseen = sights.flatMap((sight) => sight.unseen);
      if (unseen.length > 0 && unseen.length === Regions.length) throw unseen[0]?.error;
      return { found: sights.flatMap(({ found }) => found), unseen };
    },
    async remove({ kind, id, place }) {
      await awsKinds[kind as AwsKind].remove(clientOf(place), id);
    },
    verdict,
  };
}

/** A region answers within a second or two, from anywhere. */
const regionMs = 45_000;

async function hasTags(ec2: EC2Client): Promise<boolean> {
  const { Tags = [] } = await ec2.send(
    new DescribeTagsCommand({ Filters: [{ Name: 'key', Values: ['wirebook-run'] }] }),
  );
  return Tags.length > 0;
}

function foundOf(kind: AwsKind, { id, name, tags, createdAt }: AwsThing, place: string): Found {
  const byName = tagsOf(tags);
  return {
    cloud: 'aws',
    kind,
    id,
    name: byName['Name'] ?? name ?? id,
    place,
    tags: byName,
    ...(createdAt !== undefined && { createdAt }),
  };
}

function tagsOf(tags: readonly Tag[] = []): Readonly<Record<string, string>> {
  return Object.fromEntries(tags.map(({ Key = '', Value = '' }) => [Key, Value]));
}

/**
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html
 */
const passing =
  /^(DependencyViolation|IncorrectState|.*InUse|RequestLimitExceeded|.*LimitExceeded|OperationNotPermitted\.Busy|Unavailable|InternalError|TimeoutError)$|\.InUse$/;

function verdict(error: unknown): Verdict {
  const code = error instanceof Error ? error.name : '';
  if (/\.NotFound$|NotFound$/.test(code)) return 'gone';
  // EC2 says of a card that is still attached that the parameter is invalid: only the message tells.
  const isAttached = error instanceof Error && /is currently in use/.test(error.message);
  return isAttached || passing.test(code) ? 'busy' : 'refused';
}
