import type { CloudServices, RestRequest, RestResponse } from '../../cloud.ts';
import type { ActionRequest } from '../actions/action.ts';
import { actions } from '../actions/actions.ts';
import type { Account } from '../resources/account.ts';
import { uuidOf } from '../resources/ids.ts';
import { Ec2Error } from './error.ts';
import type { Parameters } from './parameters.ts';
import { readParameters } from './parameters.ts';
import type { Credentials } from './signature.ts';
import { checkSignature } from './signature.ts';
import { answerSts, stsError, stsRefusal } from './sts.ts';
import type { XmlObject } from './xml.ts';
import { declaration, element } from './xml.ts';

const version = '2016-11-15';
const namespace = ` xmlns="http://ec2.amazonaws.com/doc/${version}/"`;
const stsVersion = '2011-06-15';

export interface QueryApiParameters {
  readonly account: Account;
  readonly services: CloudServices;
  readonly credentials: Credentials;
}

/**
 * EC2's Query protocol, and STS's GetCallerIdentity at the same address: forms in, XML out.
 * @see https://docs.aws.amazon.com/AWSEC2/latest/APIReference/Query-Requests.html
 */
export function createQueryApi({
  account,
  services,
  credentials,
}: QueryApiParameters): (request: RestRequest) => Promise<RestResponse> {
  let requests = 0;

  return async (request) => {
    const requestId = uuidOf(`request ${++requests}`);
    const form = new URLSearchParams(request.url.searchParams);
    if (request.method === 'POST') {
      for (const [name, value] of new URLSearchParams(request.body)) form.set(name, value);
    }
    const parameters = readParameters(form);
    const { service, problem } = checkSignature(request, credentials, services.now());
    const isSts = service === 'sts' || parameters.text('Version') === stsVersion;
    try {
      if (isSts) {
        if (problem) return stsError(stsRefusal(problem), requestId);
        return answerSts(parameters.text('Action') ?? '', account.resources.accountId, requestId);
      }
      if (problem) throw refusal(problem);
      return await answer(parameters, requestId);
    } catch (error) {
      if (!(error instanceof Ec2Error)) throw error;
      return isSts ? stsError(error, requestId) : errorReply(error, requestId);
    }
  };

  async function answer(parameters: Parameters, requestId: string): Promise<RestResponse> {
    const name = parameters.text('Action') ?? '';
    const action = Object.hasOwn(actions, name) ? actions[name] : undefined;
    if (!action) {
      throw new Ec2Error('InvalidAction', `The action ${name} is not valid for this web service.`);
    }
    const asked = parameters.text('Version');
    if (asked !== undefined && asked !== version) {
      throw new Ec2Error(
        'InvalidAction',
        `The action ${name} is not valid for version ${asked} of this web service.`,
      );
    }
    const isDryRun = parameters.flag('DryRun') ?? false;
    const content = await action(requestOf(parameters, isDryRun));
    if (isDryRun) throw dryRun();
    return reply(200, `${name}Response`, element('requestId', requestId) + inner(content));
  }

  function requestOf(parameters: Parameters, isDryRun: boolean): ActionRequest {
    return {
      parameters,
      get resources() {
        return account.resources;
      },
      change: (work) =>
        account.change((draft) => {
          const result = work(draft);
          if (isDryRun) throw dryRun();
          return result;
        }),
      observe: () => services.observe(),
      now: services.now(),
    };
  }
}

function inner(content: XmlObject): string {
  return Object.entries(content)
    .map(([name, child]) => element(name, child))
    .join('');
}

function reply(status: number, name: string, content: string): RestResponse {
  return {
    status,
    headers: { 'content-type': 'text/xml;charset=UTF-8' },
    body: `${declaration}<${name}${namespace}>${content}</${name}>`,
  };
}

function errorReply({ code, message, status }: Ec2Error, requestId: string): RestResponse {
  const error = element('Errors', { Error: { Code: code, Message: message } });
  return {
    status,
    headers: { 'content-type': 'text/xml;charset=UTF-8' },
    body: `${declaration}<Response>${error}<RequestID>${requestId}</RequestID></Response>`,
  };
}

function dryRun(): Ec2Error {
  return new Ec2Error(
    'DryRunOperation',
    'Request would have succeeded, but DryRun flag is set.',
    412,
  );
}

/** EC2 does not say which half of a key is wrong. */
function refusal(problem: NonNullable<ReturnType<typeof checkSignature>['problem']>): Ec2Error {
  switch (problem) {
    case 'missing':
      return new Ec2Error(
        'MissingAuthenticationToken',
        'Request is missing Authentication Token',
        403,
      );
    case 'incomplete':
      return new Ec2Error(
        'IncompleteSignature',
        'The request signature does not conform to AWS standards.',
        400,
      );
    case 'unknownKey':
    case 'mismatch':
      return new Ec2Error(
        'AuthFailure',
        'AWS was not able to validate the provided access credentials',
        401,
      );
    case 'expired':
      return new Ec2Error('RequestExpired', 'Request has expired.');
    default:
      return problem satisfies never;
  }
}
