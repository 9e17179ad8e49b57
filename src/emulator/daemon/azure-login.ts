import { timingSafeEqual } from 'node:crypto';
import type { RestRequest, RestResponse } from '../cloud.ts';

/**
 * The sign-in service that `az` asks before it asks Azure Resource Manager: an AD FS authority below `/adfs`, which needs
 * no discovery outside this host. A service principal whose secret is the session's token gets that token.
 * @see https://learn.microsoft.com/windows-server/identity/ad-fs/overview/ad-fs-openid-connect-oauth-flows-scenarios
 */
export function azureLogin(request: RestRequest, token: string): RestResponse | undefined {
  const { origin } = request.url;
  // az joins the endpoint and the path with one slash too many.
  const pathname = request.url.pathname.replace(/^\/+/, '/');
  if (pathname === '/metadata/endpoints') {
    return json(200, {
      galleryEndpoint: `${origin}/`,
      graphEndpoint: `${origin}/`,
      portalEndpoint: `${origin}/`,
      authentication: { loginEndpoint: `${origin}/adfs`, audiences: [`${origin}/`] },
    });
  }
  // Also below the tenant's name, where az looks it up.
  if (pathname.startsWith('/adfs/') && pathname.endsWith('/.well-known/openid-configuration')) {
    return json(200, {
      issuer: `${origin}/adfs`,
      authorization_endpoint: `${origin}/adfs/oauth2/authorize`,
      token_endpoint: `${origin}/adfs/oauth2/token`,
      device_authorization_endpoint: `${origin}/adfs/oauth2/devicecode`,
    });
  }
  if (!pathname.startsWith('/adfs/') || !pathname.endsWith('/oauth2/token')) return undefined;
  const secret = new URLSearchParams(request.body).get('client_secret') ?? '';
  if (!isSame(secret, token)) {
    return json(401, {
      error: 'invalid_client',
      error_description: 'MSIS9623: The client secret is not the token of this session.',
    });
  }
  return json(200, { token_type: 'bearer', expires_in: 86_400, access_token: token });
}

function isSame(left: string, right: string): boolean {
  const [a, b] = [Buffer.from(left), Buffer.from(right)];
  return a.length === b.length && timingSafeEqual(a, b);
}

function json(status: number, body: object): RestResponse {
  return { status, body: JSON.stringify(body) };
}
