import { randomBytes } from 'node:crypto';
import type { CloudServices, RestRequest, RestResponse } from '../../cloud.ts';
import { ArmError, badRequest } from '../arm/error.ts';
import { refuseSharedKey } from '../resources/connection-checks.ts';
import type { FrontDoor } from '../resources/front-door.ts';
import type { Resource } from '../resources/store.ts';
import { answer } from './answers.ts';

const pattern = /^(.*\/providers\/microsoft\.network\/connections\/[^/]+)\/sharedkey(\/reset)?$/i;

/** A connection's key is not part of its body: it is read and set by a path of its own. */
export function isSharedKey(path: string): boolean {
  return pattern.test(path);
}

export interface SharedKeyParameters {
  readonly request: RestRequest;
  readonly path: string;
  readonly frontDoor: FrontDoor;
  readonly settled: CloudServices['settled'];
}

/** GET, PUT {value} and POST reset {keyLength}. @see https://learn.microsoft.com/rest/api/network-gateway/virtual-network-gateway-connections */
export async function answerSharedKey(parameters: SharedKeyParameters): Promise<RestResponse> {
  const { request, path, frontDoor, settled } = parameters;
  const [, id = '', reset] = pattern.exec(path) ?? [];
  const connection = frontDoor.get(id) as Resource<'connections'>;
  const set = async (sharedKey: string) => {
    refuseSharedKey(sharedKey, connection.id);
    frontDoor.change<'connections'>(connection, { ...connection.properties, sharedKey });
    await settled();
    return sharedKey;
  };

  if (reset !== undefined && request.method === 'POST') {
    const { keyLength } = readJson(request) as { readonly keyLength?: number };
    if (typeof keyLength !== 'number' || keyLength < 1 || keyLength > 128) {
      throw badRequest('InvalidKeyLength', 'The length of a shared key must be between 1 and 128.');
    }
    await set(randomBytes(keyLength).toString('hex').slice(0, keyLength));
    return answer(200, { keyLength });
  }
  if (request.method === 'GET') return answer(200, { value: connection.properties.sharedKey });
  if (request.method === 'PUT') {
    const { value } = readJson(request) as { readonly value?: unknown };
    if (typeof value !== 'string')
      throw badRequest('InvalidRequestContent', 'A shared key needs its value.');
    return answer(200, { value: await set(value) });
  }
  throw new ArmError(405, 'MethodNotAllowed', `${request.method} is not allowed on a shared key.`);
}

function readJson({ body }: RestRequest): unknown {
  try {
    return JSON.parse(body);
  } catch {
    throw badRequest('InvalidRequestContent', 'The request content is not JSON.');
  }
}
