import type { RestResponse } from '../../cloud.ts';
import { callerOf } from '../resources/caller.ts';
import { Ec2Error } from './error.ts';
import type { SignatureProblem } from './signature.ts';
import { element } from './xml.ts';

const namespace = ' xmlns="https://sts.amazonaws.com/doc/2011-06-15/"';

/** Who is asking. @see https://docs.aws.amazon.com/STS/latest/APIReference/API_GetCallerIdentity.html */
export function answerSts(action: string, accountId: string, requestId: string): RestResponse {
  if (action !== 'GetCallerIdentity') {
    throw new Ec2Error(
      'InvalidAction',
      `Could not find operation ${action} for version 2011-06-15`,
    );
  }
  const { arn, userId } = callerOf(accountId);
  return reply(
    200,
    element(
      `${action}Response`,
      {
        [`${action}Result`]: { Arn: arn, UserId: userId, Account: accountId },
        ResponseMetadata: { RequestId: requestId },
      },
      namespace,
    ),
  );
}

export function stsError({ code, message, status }: Ec2Error, requestId: string): RestResponse {
  return reply(
    status,
    element(
      'ErrorResponse',
      { Error: { Type: 'Sender', Code: code, Message: message }, RequestId: requestId },
      namespace,
    ),
  );
}

export function stsRefusal(problem: SignatureProblem): Ec2Error {
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
      return new Ec2Error(
        'InvalidClientTokenId',
        'The security token included in the request is invalid.',
        403,
      );
    case 'mismatch':
      return new Ec2Error(
        'SignatureDoesNotMatch',
        'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.',
        403,
      );
    case 'expired':
      return new Ec2Error('SignatureDoesNotMatch', 'Signature expired.', 403);
    default:
      return problem satisfies never;
  }
}

function reply(status: number, body: string): RestResponse {
  return { status, headers: { 'content-type': 'text/xml' }, body };
}
