/** What a path below `Microsoft.Resources/deployments` of a group names. */
export interface DeploymentPath {
  readonly subscription: string;
  readonly groupId: string;
  /** Absent: all of the group. */
  readonly name?: string;
  /** `validate` */
  readonly action?: string;
}

const pattern =
  /^(\/subscriptions\/([^/]+)\/resourcegroups\/[^/]+)\/providers\/microsoft\.resources\/deployments(?:\/([^/]+)(?:\/([^/]+))?)?$/i;

export function deploymentPath(path: string): DeploymentPath | undefined {
  const match = pattern.exec(path);
  if (!match) return undefined;
  const [, groupId = '', subscription = '', name, action] = match;
  return {
    subscription,
    groupId,
    ...(name !== undefined && { name }),
    ...(action !== undefined && { action }),
  };
}
