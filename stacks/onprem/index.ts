/** Constructs of customer sites and exchange providers: small functions that add to a stack and return handles. */
export * from './circuit-link.ts';
export * from './exchange-router.ts';
export {
  siteHost,
  siteRouter,
  type LanAddress,
  type SiteHostParameters,
  type SiteMachine,
  type SiteRouter,
  type SiteRouterParameters,
} from './machine.ts';
export {
  lan,
  site,
  type Lan,
  type LanParameters,
  type OnpremSite,
  type SiteParameters,
} from './site.ts';
