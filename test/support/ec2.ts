import { EC2Client } from '@aws-sdk/client-ec2';
import type { AwsClients } from '../../src/lab/target.ts';

/** What EC2 answers to an action: the inside of the response, or an error. */
export type Ec2Answer = string | { readonly code: string; readonly message: string };

export interface RecordingEc2 extends AwsClients {
  /** Actions with their parameters, in order. */
  readonly requests: { readonly action: string; readonly parameters: URLSearchParams }[];
}

/** The real SDK client, with its HTTP handler replaced by one that answers from memory. */
export function recordingEc2(
  actions: Readonly<Record<string, (parameters: URLSearchParams) => Ec2Answer>>,
): RecordingEc2 {
  const requests: RecordingEc2['requests'] = [];
  const ec2 = new EC2Client({
    region: 'us-east-1',
    endpoint: 'https://ec2.test',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
    requestHandler: {
      async handle(request: { readonly body?: unknown }) {
        const parameters = new URLSearchParams(String(request.body));
        const action = parameters.get('Action') ?? '';
        requests.push({ action, parameters });
        const answer = actions[action]?.(parameters) ?? {
          code: 'InvalidAction',
          message: `The action ${action} is not valid for this web service.`,
        };
        const [statusCode, xml] =
          typeof answer === 'string'
            ? [200, `<${action}Response><requestId>r</requestId>${answer}</${action}Response>`]
            : [
                400,
                `<Response><Errors><Error><Code>${answer.code}</Code><Message>${answer.message}</Message></Error></Errors><RequestID>r</RequestID></Response>`,
              ];
        const body = new TextEncoder().encode(xml);
        return { response: { statusCode, headers: { 'content-type': 'text/xml' }, body } };
      },
    },
  });
  return { ec2, region: 'us-east-1', accountId: '123456789012', inRegion: () => ec2, requests };
}

/** Answers that only say that it was done. */
export const done = () => '<return>true</return>';
