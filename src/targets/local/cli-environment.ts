import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DaemonProcess } from '../../emulator/daemon/launch.ts';
import { fileOf } from '../../emulator/daemon/launch.ts';
import type { SessionCredentials } from '../../emulator/daemon/protocol.ts';
import { sessionFiles } from '../../emulator/daemon/protocol.ts';
import type { CliEnvironment } from '../../lab/target.ts';
import { proxyCommand } from './proxy-command.ts';

export interface CliEnvironmentParameters {
  readonly lab: string;
  readonly daemon: DaemonProcess;
  readonly credentials: SessionCredentials;
}

/**
 * What makes `aws`, `az`, `gcloud`, `ssh` and `curl` speak to this lab and to nothing else. Their configuration lies in
 * the daemon's private tmpfs: the user's own is neither read nor written, and this one goes with the lab.
 */
export async function cliEnvironment(
  parameters: CliEnvironmentParameters,
): Promise<CliEnvironment> {
  const { lab, daemon, credentials } = parameters;
  const { port, token, ca, aws, google } = credentials;
  const folder = join(fileOf(daemon.pid, 'credentials'), '..', 'cli');
  const file = (name: string) => join(folder, name);
  await Promise.all(
    ['aws', 'azure', 'google', 'bin'].map((name) => mkdir(file(name), { recursive: true })),
  );
  await Promise.all([
    write(file('ca.pem'), ca),
    write(file('token'), token),
    write(file('ssh_config'), sshConfig(daemon)),
    write(file('curlrc'), curlConfig(credentials, file('ca.pem'))),
    write(file('bashrc'), bashrc(lab, file('bin'))),
    write(file('aws/config'), ''),
    write(file('aws/credentials'), ''),
    writeProgram(file('bin/ssh'), `exec /usr/bin/ssh -F '${file('ssh_config')}' "$@"`),
    writeProgram(file('bin/curl'), `exec /usr/bin/curl -K '${file('curlrc')}' "$@"`),
    writeProgram(file('bin/aws'), awsHere),
    writeProgram(file('bin/az'), azLogin(credentials, file('azure'), file('token'))),
  ]);
  const endpoint = `https://localhost:${port}`;
  return {
    shell: ['bash', '--rcfile', file('bashrc'), '-i'],
    env: {
      WIREBOOK_LAB: lab,
      PATH: `${file('bin')}:${process.env['PATH'] ?? ''}`,

      AWS_ENDPOINT_URL: endpoint,
      AWS_ACCESS_KEY_ID: aws.accessKeyId,
      AWS_SECRET_ACCESS_KEY: aws.secretAccessKey,
      AWS_REGION: aws.region,
      AWS_DEFAULT_REGION: aws.region,
      AWS_CA_BUNDLE: file('ca.pem'),
      AWS_CONFIG_FILE: file('aws/config'),
      AWS_SHARED_CREDENTIALS_FILE: file('aws/credentials'),
      AWS_EC2_METADATA_DISABLED: 'true',
      AWS_PAGER: '',

      CLOUDSDK_CONFIG: file('google'),
      CLOUDSDK_API_ENDPOINT_OVERRIDES_COMPUTE: `${endpoint}/compute/v1/`,
      CLOUDSDK_AUTH_ACCESS_TOKEN_FILE: file('token'),
      CLOUDSDK_CORE_CUSTOM_CA_CERTS_FILE: file('ca.pem'),
      CLOUDSDK_CORE_PROJECT: google.project,
      CLOUDSDK_COMPUTE_REGION: google.region,
      CLOUDSDK_COMPUTE_ZONE: `${google.region}-b`,
      CLOUDSDK_CORE_DISABLE_USAGE_REPORTING: 'true',
      CLOUDSDK_COMPONENT_MANAGER_DISABLE_UPDATE_CHECK: 'true',
      CLOUDSDK_SURVEY_DISABLE_PROMPTS: 'true',

      AZURE_CONFIG_DIR: file('azure'),
      AZURE_CORE_COLLECT_TELEMETRY: 'no',
      AZURE_CORE_NO_COLOR: 'true',
      REQUESTS_CA_BUNDLE: file('ca.pem'),
    },
    // Whatever points elsewhere: other accounts, proxies, endpoints of single services.
    unset: [
      'AWS_PROFILE',
      'AWS_SESSION_TOKEN',
      'AWS_DEFAULT_PROFILE',
      'AWS_ENDPOINT_URL_EC2',
      'AWS_WEB_IDENTITY_TOKEN_FILE',
      'AWS_ROLE_ARN',
      'GOOGLE_APPLICATION_CREDENTIALS',
      'CLOUDSDK_CORE_ACCOUNT',
      'CLOUDSDK_ACTIVE_CONFIG_NAME',
      'AZURE_CLIENT_ID',
      'AZURE_CLIENT_SECRET',
      'AZURE_TENANT_ID',
      'HTTP_PROXY',
      'HTTPS_PROXY',
      'ALL_PROXY',
      'http_proxy',
      'https_proxy',
      'all_proxy',
    ],
  };
}

async function write(file: string, text: string): Promise<void> {
  await writeFile(file, text, { mode: 0o600 });
}

async function writeProgram(file: string, script: string): Promise<void> {
  await writeFile(file, `#!/bin/bash\n${script}\n`);
  await chmod(file, 0o755);
}

function sshConfig(daemon: DaemonProcess): string {
  const known = fileOf(daemon.pid, 'knownHosts');
  return `Host *
  IdentityFile ${fileOf(daemon.pid, 'privateKey')}
  IdentityAgent none
  LogLevel ERROR
  # Machines come and go with the lab, and nobody else can answer on its internet.
  StrictHostKeyChecking accept-new
  UserKnownHostsFile ${known.replace(sessionFiles.knownHosts, '/run/wirebook/cli/known_hosts')}
  ProxyCommand ${proxyCommand(daemon)}
`;
}

/** curl reaches public addresses of the lab by CONNECT; the clouds' own endpoints are on loopback, without it. */
function curlConfig({ port, token }: SessionCredentials, ca: string): string {
  return `proxy = "https://localhost:${port}"
proxytunnel
proxy-cacert = "${ca}"
proxy-user = "wirebook:${token}"
noproxy = "localhost,127.0.0.1"
cacert = "${ca}"
`;
}

function bashrc(lab: string, programs: string): string {
  return `[ -r /etc/bash.bashrc ] && . /etc/bash.bashrc
PATH='${programs}':"\${PATH#'${programs}':}"
PS1='[wirebook ${lab}] \\w\\$ '
`;
}

/** The programs behind ours: what PATH has after our folder. */
const findReal = (program: string) =>
  `real=$(PATH="\${PATH#*:}" command -v ${program}) || { echo '${program} is not installed: see npm run lab -- doctor' >&2; exit 127; }`;

/** Before version 2.13 (1.29), aws knows no AWS_ENDPOINT_URL, and would ask the real AWS. */
const awsHere = `${findReal('aws')}
exec "$real" --endpoint-url "$AWS_ENDPOINT_URL" "$@"`;

/**
 * The first use of az in a session registers the local cloud and logs in; both take az a few seconds. az reads the token
 * from its file (`@`), so that it is on no command line.
 */
function azLogin({ port }: SessionCredentials, folder: string, token: string): string {
  const endpoint = `https://localhost:${port}`;
  return `${findReal('az')}
if [ ! -e '${folder}/ready' ]; then
  {
    { "$real" cloud show -n Wirebook >/dev/null 2>&1 || "$real" cloud register -n Wirebook --endpoint-resource-manager '${endpoint}' \\
      --endpoint-active-directory '${endpoint}/adfs' \\
      --endpoint-active-directory-resource-id '${endpoint}/' \\
      --endpoint-management '${endpoint}/'; } &&
    "$real" cloud set -n Wirebook &&
    "$real" login --service-principal --tenant adfs -u wirebook -p '@${token}' &&
    touch '${folder}/ready'
  } >'${folder}/login.log' 2>&1 || { cat '${folder}/login.log' >&2; exit 1; }
fi
exec "$real" "$@"`;
}
