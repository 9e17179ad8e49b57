import test from 'ava';
import { azCommand } from '../../../steps/az/command.ts';
import { formatAzTable } from '../../../steps/az/format-table.ts';

test('a table looks as az prints it', (t) => {
  // Widths as in published outputs of `az network nic show-effective-route-table -o table`.
  const row = (source: string, prefix: string, type: string, ip = '') => ({
    Source: source,
    State: 'Active',
    'Address Prefix': prefix,
    'Next Hop Type': type,
    'Next Hop IP': ip,
  });
  const table = formatAzTable({
    columns: ['Source', 'State', 'Address Prefix', 'Next Hop Type', 'Next Hop IP'],
    rows: [
      row('Default', '192.168.0.0/16', 'VnetLocal'),
      row('VirtualNetworkGateway', '172.16.0.0/16', 'VirtualNetworkGateway', '192.168.1.4'),
    ],
  });
  t.is(
    table,
    `Source                 State    Address Prefix    Next Hop Type          Next Hop IP
---------------------  -------  ----------------  ---------------------  -------------
Default                Active   192.168.0.0/16    VnetLocal
VirtualNetworkGateway  Active   172.16.0.0/16     VirtualNetworkGateway  192.168.1.4
`,
  );
});

test('no rows print nothing', (t) => {
  t.is(formatAzTable({ columns: ['Name'], rows: [] }), '');
});

test('words that a shell would take apart are quoted', (t) => {
  t.is(
    azCommand('network vpn-connection show', { g: 'rg we', query: "{N:name,it's}" }),
    `az network vpn-connection show -g 'rg we' --query '{N:name,it'\\''s}'`,
  );
});
