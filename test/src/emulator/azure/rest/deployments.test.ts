import test from 'ava';
import type { ExecutionContext } from 'ava';
import type { RestResponse } from '../../../../../src/emulator/cloud.ts';
import { readTemplateBody } from '../../../../../src/emulator/azure/rest/request-body.ts';
import { createLocalAzure, groupId } from '../support/local-azure.ts';

interface Fault {
  readonly code: string;
  readonly message: string;
  readonly details: readonly { readonly target: string }[];
}

/** What the answers of these tests hold, one or the other. */
interface Json {
  readonly status: string;
  readonly value: readonly { readonly name: string }[];
  readonly error: Fault;
  readonly properties: {
    readonly provisioningState: string;
    readonly error: Fault;
    readonly parameters: object;
    readonly outputs: Readonly<Record<string, { readonly value: unknown }>>;
  };
}

const deployments = `${groupId}/providers/Microsoft.Resources/deployments`;
const network = `${groupId}/providers/Microsoft.Network`;
const location = 'westeurope';

async function group() {
  const azure = createLocalAzure();
  await azure.create('azurerm_resource_group', { name: 'rg' });
  const send = async (method: string, path: string, body?: object) => {
    const url = path.startsWith('https:') ? path : `https://arm.test${path}?api-version=2021-04-01`;
    const response = await azure.cloud.handle({
      method,
      url: new URL(url),
      headers: {},
      body: body ? JSON.stringify(body) : '',
    });
    return { ...response, json: bodyOf(response) };
  };
  /** Puts a deployment and waits until its operation ended. */
  const deploy = async (name: string, body: object) => {
    const accepted = await send('PUT', `${deployments}/${name}`, body);
    const operation = accepted.headers?.['azure-asyncoperation'];
    if (operation === undefined) return { accepted, status: undefined };
    return { accepted, status: (await send('GET', operation)).json };
  };
  return { send, deploy };
}

function bodyOf({ body }: RestResponse): Json {
  return (body === undefined || body === '' ? {} : JSON.parse(String(body))) as Json;
}

function template(resources: readonly object[], more: object = {}, parameters: object = {}) {
  return {
    properties: {
      mode: 'incremental',
      parameters,
      template: {
        $schema: 'https://schema.management.azure.com/schemas/2015-01-01/deploymentTemplate.json#',
        contentVersion: '1.0.0.0',
        resources,
        ...more,
      },
    },
  };
}

const resource = (type: string, name: string, properties: object, more: object = {}) => ({
  type: `Microsoft.Network/${type}`,
  name,
  apiVersion: '2022-01-01',
  location,
  properties,
  ...more,
});

const vnet = (name: string) =>
  resource('virtualNetworks', name, { addressSpace: { addressPrefixes: ['10.0.0.0/16'] } });
const subnet = (name: string, dependsOn: readonly string[]) => ({
  ...resource('virtualNetworks/subnets', name, { addressPrefix: '10.0.1.0/24' }, { dependsOn }),
});

/** Everything that a connection needs, its parts in the wrong order. */
const vpn = template(
  [
    resource(
      'connections',
      'c1',
      {
        connectionType: 'IPSec',
        enableBgp: true,
        expressRouteGatewayBypass: null,
        virtualNetworkGateway1: {
          id: "[resourceId('Microsoft.Network/virtualNetworkGateways', 'gw')]",
        },
        localNetworkGateway2: {
          id: "[resourceId('Microsoft.Network/localNetworkGateways','lng')]",
        },
        sharedKey: "[parameters('sharedKey')]",
      },
      { dependsOn: ['gw', 'Microsoft.Network/localNetworkGateways/lng'], tags: {} },
    ),
    resource(
      'virtualNetworkGateways',
      'gw',
      {
        gatewayType: 'Vpn',
        vpnType: 'RouteBased',
        enableBgp: true,
        sku: { name: 'VpnGw1', tier: 'VpnGw1' },
        bgpSettings: { asn: 65020 },
        ipConfigurations: [
          {
            name: 'one',
            properties: {
              subnet: { id: "[concat(variables('vnet'), '/subnets/GatewaySubnet')]" },
              publicIPAddress: { id: "[resourceId('Microsoft.Network/publicIPAddresses', 'ip')]" },
            },
          },
        ],
      },
      { dependsOn: ["[concat(variables('vnet'), '/subnets/GatewaySubnet')]", 'ip'] },
    ),
    resource('localNetworkGateways', 'lng', {
      // Known only once the address is there: it is waited for without being named.
      gatewayIpAddress: "[reference('ip2').ipAddress]",
      bgpSettings: { asn: 65010, bgpPeeringAddress: '10.9.0.1' },
    }),
    subnet('vn/GatewaySubnet', ["[variables('vnet')]"]),
    ...['ip', 'ip2'].map((name) =>
      resource(
        'publicIPAddresses',
        name,
        { publicIPAllocationMethod: 'Static' },
        { sku: { name: 'Standard' } },
      ),
    ),
    vnet('vn'),
  ],
  {
    parameters: { sharedKey: { type: 'securestring' } },
    variables: { vnet: "[resourceId('Microsoft.Network/virtualNetworks', 'vn')]" },
    outputs: {
      resource: { type: 'object', value: "[reference('c1')]" },
      peer: { type: 'string', value: "[reference('lng').gatewayIpAddress]" },
      key: { type: 'securestring', value: "[parameters('sharedKey')]" },
    },
  },
  { sharedKey: { value: 'abc123' } },
);

test('resources are put in order of what they need, and outputs read from them', async (t) => {
  const { send, deploy } = await group();
  const { accepted, status } = await deploy('d1', vpn);
  t.is(accepted.status, 201);
  t.is(status?.status, 'Succeeded', JSON.stringify(status));

  const { json } = await send('GET', `${deployments}/d1`);
  const { provisioningState, outputs, parameters } = json.properties;
  t.is(provisioningState, 'Succeeded');
  t.like(outputs['resource']?.value, { connectionType: 'IPsec' });
  t.regex(String(outputs['peer']?.value), /^20\.61\.0\.\d+$/);
  t.deepEqual(outputs['key'] as unknown, { type: 'SecureString' });
  t.deepEqual(parameters, { sharedKey: { type: 'SecureString' } });
  t.false(JSON.stringify(json).includes('abc123'));

  const key = await send('GET', `${network}/connections/c1/sharedkey`);
  t.is(key.body, JSON.stringify({ value: 'abc123' }));
  const list = await send('GET', `${network}/connections`);
  t.is(list.json.value.length, 1);
});

test('validating makes nothing', async (t) => {
  const { send } = await group();
  const { status, json } = await send('POST', `${deployments}/d1/validate`, vpn);
  t.is(status, 200);
  t.is(json.properties.provisioningState, 'Succeeded');
  t.is((await send('GET', `${network}/connections`)).json.value.length, 0);
  t.is((await send('GET', `${deployments}/d1`)).json.error.code, 'DeploymentNotFound');
});

test('what failed is told, what needs it is left out, the rest is made', async (t) => {
  const { send, deploy } = await group();
  const { status } = await deploy(
    'd1',
    template([
      { ...vnet('bad'), properties: { addressSpace: { addressPrefixes: ['10.0.0.0/77'] } } },
      subnet('bad/sub', ['bad']),
      vnet('good'),
    ]),
  );
  t.is(status?.status, 'Failed');
  t.is(status?.error.code, 'DeploymentFailed');
  t.deepEqual(
    status?.error.details.map(({ target }) => target),
    [`${network}/virtualNetworks/bad`],
  );
  const { json } = await send('GET', `${deployments}/d1`);
  t.is(json.properties.provisioningState, 'Failed');
  t.is(json.properties.error.code, 'DeploymentFailed');
  t.is((await send('GET', `${network}/virtualNetworks/good`)).status, 200);
});

test('records are listed, deleted alone, and go with their group', async (t) => {
  const { send, deploy } = await group();
  await deploy('d1', template([vnet('v1')]));
  await deploy('d2', template([vnet('v1')]));
  const names = async () => (await send('GET', deployments)).json.value.map(({ name }) => name);
  t.deepEqual(await names(), ['d1', 'd2']);
  t.is((await send('HEAD', `${deployments}/d1`)).status, 204);
  t.is((await send('DELETE', `${deployments}/D1`)).status, 204);
  t.is((await send('HEAD', `${deployments}/d1`)).status, 404);
  t.is((await send('GET', `${network}/virtualNetworks/v1`)).status, 200);

  await send('DELETE', groupId);
  t.is((await send('GET', deployments)).json.error.code, 'ResourceGroupNotFound');
  await send('PUT', groupId, { location });
  t.deepEqual(await names(), []);
});

const refused: readonly (readonly [what: string, body: object, code: string, message: RegExp])[] = [
  ['a copy', template([{ ...vnet('v'), copy: { count: 2 } }]), 'InvalidTemplate', /'copy' of/],
  [
    'another mode',
    { properties: { ...template([]).properties, mode: 'Complete' } },
    'InvalidTemplate',
    /mode 'Complete'/,
  ],
  [
    'a type that is not emulated',
    template([{ ...vnet('v'), type: 'Microsoft.Storage/storageAccounts' }]),
    'InvalidTemplateDeployment',
    /Microsoft\.Storage\/storageAccounts/,
  ],
  [
    'a dependency on what is elsewhere',
    template([subnet('v/s', ['v'])]),
    'InvalidTemplate',
    /'v' that .* depends on is not defined/,
  ],
  [
    'a circle',
    template([
      { ...vnet('a'), dependsOn: ['b'] },
      { ...vnet('b'), dependsOn: ['a'] },
    ]),
    'InvalidTemplate',
    /Circular dependency/,
  ],
  ['twins', template([vnet('a'), vnet('A')]), 'InvalidTemplate', /defined multiple times/],
  [
    'a name too short for its type',
    template([subnet('s', [])]),
    'InvalidTemplate',
    /incorrect segment lengths/,
  ],
  [
    'a parameter without its value',
    template([], { parameters: { p: { type: 'String' } } }),
    'InvalidTemplate',
    /'p' is not provided/,
  ],
  [
    'a value of another type',
    template([], { parameters: { p: { type: 'int' } } }, { p: { value: 'x' } }),
    'InvalidTemplate',
    /'p' is not valid. Expected a value of type 'Int'/,
  ],
  [
    'a value that is not allowed',
    template([], { parameters: { p: { type: 'int', allowedValues: [1] } } }, { p: { value: 2 } }),
    'InvalidTemplate',
    /not part of the allowed value\(s\): '1'/,
  ],
  [
    'a value for no parameter',
    template([], {}, { p: { value: 2 } }),
    'InvalidTemplate',
    /'p' in the parameters file are not valid/,
  ],
  [
    'variables that need each other',
    template([], { variables: { a: "[variables('b')]", b: "[variables('a')]" } }),
    'InvalidTemplate',
    /variable 'a' needs itself/,
  ],
  [
    'a linked template',
    { properties: { mode: 'Incremental', templateLink: { uri: 'https://x' } } },
    'InvalidTemplate',
    /'templateLink' of deployments/,
  ],
];

for (const [what, body, code, message] of refused) {
  test(`refused: ${what}`, async (t: ExecutionContext) => {
    const { send } = await group();
    for (const [method, path] of [
      ['PUT', `${deployments}/d`],
      ['POST', `${deployments}/d/validate`],
    ] as const) {
      const { status, json } = await send(method, path, body);
      t.is(status, 400);
      t.is(json.error.code, code);
      t.regex(json.error.message, message);
    }
    t.deepEqual((await send('GET', deployments)).json.value, []);
  });
}

test('a body may hold comments, and the key of its template without quotes', (t) => {
  const text = String.raw`{"properties": {"mode": "x: // no \" comment", /* a: */ template:{
    // "b": 1
    "c": "/* d: */"}}}`;
  t.deepEqual(readTemplateBody({ body: text }), {
    properties: { mode: 'x: // no " comment', template: { c: '/* d: */' } },
  });
});
