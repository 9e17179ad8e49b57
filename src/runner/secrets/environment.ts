/** `ARM_CLIENT_SECRET`, `AWS_SESSION_TOKEN`, `TF_TOKEN_app_terraform_io`, `GOOGLE_CREDENTIALS`, `PGPASSWORD` … */
const names =
  /SECRET|TOKEN|PASSWORD|PASSWD|PASSPHRASE|CREDENTIALS?$|PRIVATE_?KEY|(API|ACCESS|SHARED|ACCOUNT|ENCRYPTION)_?KEY$/i;
/** They name the place of a secret, or who has it. */
const harmless = /_(FILE|PATH|DIR|URL|URI|ENDPOINT|EXPIRES_(IN|AT|ON)|EXPIRATION|TYPE|NAME)$/i;

/**
 * Values of the environment that are credentials by the name of their variable: programs that a lab starts inherit them,
 * and may print them.
 */
export function environmentSecrets(
  environment: Readonly<Record<string, string | undefined>>,
): readonly string[] {
  return Object.entries(environment).flatMap(([name, value = '']) => {
    if (!names.test(name) || harmless.test(name)) return [];
    // A path, a switch or a number is none.
    if (value.length < 8 || /^(\/|~|\.\/)[\w./-]*$|^\d+$/.test(value)) return [];
    return [value, ...fields(value)];
  });
}

/** Keys in a credential that is a JSON document, such as that of a Google service account. */
function fields(value: string): readonly string[] {
  try {
    const document: unknown = JSON.parse(value);
    if (typeof document !== 'object' || document === null) return [];
    return Object.entries(document).flatMap(([name, field]) =>
      typeof field === 'string' && /key|secret|token|password/i.test(name) && field.length >= 16
        ? [field]
        : [],
    );
  } catch {
    return [];
  }
}
