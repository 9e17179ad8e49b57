import { randomUUID } from 'node:crypto';
import type { RestRequest, RestResponse } from '../../cloud.ts';
import { invalid } from '../compute/error.ts';

interface Part {
  readonly contentId: string | undefined;
  readonly request: RestRequest;
}

/**
 * Several requests in one, each with an answer of its own, in their order; gcloud sends them so.
 * @see https://cloud.google.com/compute/docs/api/how-tos/batch
 */
export async function answerBatch(
  request: RestRequest,
  handle: (part: RestRequest) => Promise<RestResponse>,
): Promise<RestResponse> {
  const answers: string[] = [];
  // One after the other: a later part may build on an earlier one.
  for (const { contentId, request: inner } of readParts(request)) {
    answers.push(partText(contentId, await handle(inner)));
  }
  const boundary = `batch_${randomUUID()}`;
  const body = answers.map((text) => `--${boundary}\r\n${text}\r\n`).join('');
  return {
    status: 200,
    headers: { 'content-type': `multipart/mixed; boundary=${boundary}` },
    body: `${body}--${boundary}--\r\n`,
  };
}

function readParts(request: RestRequest): readonly Part[] {
  const type = request.headers['content-type'] ?? '';
  const boundary = /boundary="?([^";]+)"?/.exec(type)?.[1];
  if (boundary === undefined) throw invalid('The batch request has no boundary.');
  return `\r\n${request.body.replaceAll(/\r?\n/g, '\r\n')}`
    .split(`\r\n--${boundary}`)
    .slice(1)
    .filter((text) => !text.startsWith('--'))
    .map((text) => readPart(text.replace(/^\r\n/, ''), request));
}

function readPart(text: string, outer: RestRequest): Part {
  const { headers, body: http } = readHeaders(text);
  const [line = '', ...rest] = http.split('\r\n');
  const [method = 'GET', target = '/'] = line.split(' ');
  const inner = readHeaders(rest.join('\r\n'));
  return {
    contentId: headers['content-id'],
    request: {
      method,
      url: new URL(target, outer.url),
      // Who asks is said once, for all.
      headers: { ...inner.headers, authorization: outer.headers['authorization'] ?? '' },
      body: inner.body,
    },
  };
}

function readHeaders(text: string): {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
} {
  const end = text.indexOf('\r\n\r\n');
  const head = end === -1 ? text : text.slice(0, end);
  const entries = head.split('\r\n').flatMap((line): [string, string][] => {
    const colon = line.indexOf(':');
    return colon > 0 ? [[line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()]] : [];
  });
  return { headers: Object.fromEntries(entries), body: end === -1 ? '' : text.slice(end + 4) };
}

function partText(contentId: string | undefined, { status, headers, body }: RestResponse): string {
  const id = contentId?.replace(/^<(.*)>$/, '<response-$1>');
  return [
    'Content-Type: application/http',
    ...(id === undefined ? [] : [`Content-ID: ${id}`]),
    '',
    `HTTP/1.1 ${status} ${status < 300 ? 'OK' : 'Error'}`,
    `Content-Type: ${headers?.['content-type'] ?? 'application/json; charset=UTF-8'}`,
    '',
    body ?? '',
  ].join('\r\n');
}
