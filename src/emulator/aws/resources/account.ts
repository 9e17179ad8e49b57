import type { CloudServices } from '../../cloud.ts';
import { finishInstances } from './instance.ts';
import { assignPublicAddresses } from './network-interface.ts';
import { attachInternetGateway, createInternetGateway } from './internet-gateway.ts';
import { createRoute } from './route-table.ts';
import type { Draft, Resources } from './store.ts';
import { createStore } from './store.ts';
import { createSubnet, zonesOf } from './subnet.ts';
import type { Vpc } from './vpc-blocks.ts';
import { createVpc } from './vpc.ts';
import { defaultVpc } from './vpc-blocks.ts';
import { Ec2Error } from '../query/error.ts';
import { finishConnections } from './vpn-connection.ts';

/** All that the account has. Terraform and the API change it by this one door. */
export interface Account {
  readonly resources: Resources;
  /** All or nothing; Linux follows. What `work` throws leaves everything as it was. */
  change<T>(work: (draft: Draft) => T): T;
}

export interface CreateAccountParameters {
  readonly services: CloudServices;
  readonly accountId: string;
  readonly region: string;
}

/** How often a failed pass of Linux is waited for before a state stays transitional. */
const mostFailures = 5;

export function createAccount({ services, accountId, region }: CreateAccountParameters): Account {
  const store = createStore({ ...services, accountId, region });
  let waiting = false;

  /** `pending` and the like end when Linux is as it should be. */
  async function finishWhenSettled(): Promise<void> {
    if (waiting || !isUnfinished(store.current)) return;
    waiting = true;
    for (let failures = 0; failures < mostFailures; failures++) {
      try {
        await services.settled();
        store.transaction((draft) => {
          finishInstances(draft);
          finishConnections(draft);
        });
        break;
      } catch {
        // The daemon tells and tries again; the next pass may do better.
      }
    }
    waiting = false;
  }

  return {
    get resources() {
      return store.current;
    },
    change(work) {
      const result = store.transaction((draft) => {
        const value = work(draft);
        assignPublicAddresses(draft);
        return value;
      });
      services.changed();
      void finishWhenSettled();
      return result;
    },
  };
}

function isUnfinished(resources: Resources): boolean {
  const ended = ['running', 'stopped', 'terminated', 'available', 'deleted'];
  return [...resources.all('instances'), ...resources.all('vpnConnections')].some(
    ({ state }) => !ended.includes(state),
  );
}

/**
 * The VPC that new accounts have: public subnets in every zone.
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/default-vpc-components.html
 */
export function createDefaultVpc(draft: Draft): Vpc {
  if (defaultVpc(draft)) {
    throw new Ec2Error(
      'DefaultVpcAlreadyExists',
      'A Default VPC already exists for this account in this region.',
    );
  }
  const vpc = createVpc(draft, { cidrBlock: '172.31.0.0/16', isDefault: true });
  zonesOf(draft).forEach((availabilityZone, index) =>
    createSubnet(draft, {
      vpcId: vpc.id,
      cidrBlock: `172.31.${index * 16}.0/20`,
      availabilityZone,
      mapPublicIpOnLaunch: true,
      defaultForAz: true,
    }),
  );
  const gateway = createInternetGateway(draft);
  attachInternetGateway(draft, gateway.id, vpc.id);
  const main = draft.all('routeTables').find((table) => table.vpcId === vpc.id);
  if (main) createRoute(draft, main.id, '0.0.0.0/0', { gatewayId: gateway.id });
  return vpc;
}
