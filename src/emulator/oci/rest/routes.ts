import type { CloudServices } from '../../cloud.ts';
import type { FrontDoor } from '../resources/front-door.ts';
import type { Body } from '../resources/kind.ts';
import type { Resource } from '../resources/store.ts';
import { computeRoutes } from './compute.ts';
import { drgRoutes } from './drg.ts';
import { fastConnectRoutes } from './fastconnect.ts';
import { identityRoutes } from './identity.ts';
import { ipsecRoutes } from './ipsec.ts';
import { publicIpRoutes } from './public-ips.ts';

/**
 * A path that is no collection's own: an action, a sub-collection, or a list of what is derived.
 *
 * To add some: a file beside this one that exports `readonly Route[]`, and a line in `routes`. They come before collections.
 */
export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Without the version: `/drgRouteTables/{drgRouteTableId}/drgRouteRules`. */
  readonly path: string;
  /** Throws {@link OciError}. */
  answer(call: Call): Reply | Promise<Reply>;
}

export interface Call {
  readonly door: FrontDoor;
  readonly services: Pick<CloudServices, 'now' | 'observe' | 'settled'>;
  /** Of the path, by name; throws for a name that the path does not have. */
  parameter(name: string): string;
  readonly query: URLSearchParams;
  readonly body: Body;
  /** Throws 412 unless the request's `if-match`, if any, is the resource's etag. */
  demandMatch(resource: Resource): void;
}

export type Reply =
  /** One resource as a GET shows it, with its etag. */
  | { readonly kind: 'resource'; readonly resource: Resource }
  /** A list, which is paged as the query asks. */
  | { readonly kind: 'list'; readonly items: readonly Body[] }
  | { readonly kind: 'body'; readonly body: Body }
  | { readonly kind: 'nothing' };

export const routes: readonly Route[] = [
  ...computeRoutes,
  ...identityRoutes,
  ...publicIpRoutes,
  ...drgRoutes,
  ...fastConnectRoutes,
  ...ipsecRoutes,
];
