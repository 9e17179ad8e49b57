import fc from 'fast-check';
import test from 'ava';
import {
  parseBgpSummary,
  parseBgpTable,
  parseNeighborRoutes,
} from '../../../steps/linux/parse-bgp.ts';

// As FRR 8.4.4 prints them.
const advertised = `{
  "bgpTableVersion":4,
  "bgpLocalRouterId":"10.100.20.1",
  "defaultLocPrf":100,
  "localAS":65150,
  "bgpStatusCodes":{"valid":"*","best":">"},
  "bgpOriginCodes":{"igp":"i","egp":"e","incomplete":"?"},
  "advertisedRoutes":{
    "10.100.10.0/24":{
      "addrPrefix":"10.100.10.0",
      "prefixLen":24,
      "network":"10.100.10.0/24",
      "nextHop":"0.0.0.0",
      "metric":0,
      "weight":32768,
      "path":"",
      "bgpOriginCode":"i",
      "appliedStatusSymbols":{"*":true,">":true}
    }
  },
  "totalPrefixCounter":1,
  "filteredPrefixCounter":0
}
`;
const received = `{
  "receivedRoutes":{
    "10.0.0.0/16":{
      "network":"10.0.0.0/16","nextHop":"172.16.0.2","weight":0,"path":"12076","bgpOriginCode":"i",
      "appliedStatusSymbols":{"*":true,">":true}
    },
    "10.10.200.0/24":{
      "network":"10.10.200.0/24","nextHop":"172.16.0.2","locPrf":200,"weight":0,"path":"12076 65001","bgpOriginCode":"?",
      "appliedStatusSymbols":{"*":true,">":true}
    }
  },
  "totalPrefixCounter":2,
  "filteredPrefixCounter":0
}
`;

test('what is advertised: the columns of the published listings', (t) => {
  t.deepEqual(parseNeighborRoutes(advertised), [
    {
      status: '*>',
      network: '10.100.10.0/24',
      nextHop: '0.0.0.0',
      metric: 0,
      localPreference: null,
      weight: 32768,
      path: 'i',
    },
  ]);
});

test('what is received: a route without MED has no metric', (t) => {
  t.deepEqual(parseNeighborRoutes(received), [
    {
      status: '*>',
      network: '10.0.0.0/16',
      nextHop: '172.16.0.2',
      metric: null,
      localPreference: null,
      weight: 0,
      path: '12076 i',
    },
    {
      status: '*>',
      network: '10.10.200.0/24',
      nextHop: '172.16.0.2',
      metric: null,
      localPreference: 200,
      weight: 0,
      path: '12076 65001 ?',
    },
  ]);
});

test('a session that is not up has told nothing', (t) => {
  const nothing = '{ "advertisedRoutes":{ }, "totalPrefixCounter":0, "filteredPrefixCounter":0 }';
  t.deepEqual(parseNeighborRoutes(nothing), []);
});

test('what FRR says instead of an answer', (t) => {
  t.deepEqual(parseNeighborRoutes('{ "warning": "Inbound soft reconfiguration not enabled" }\n'), {
    refused: 'Inbound soft reconfiguration not enabled',
  });
  t.deepEqual(parseBgpTable('% BGP instance not found\n'), { refused: '% BGP instance not found' });
  t.deepEqual(parseBgpSummary('% BGP instance not found\n'), {
    refused: '% BGP instance not found',
  });
});

test('the whole table: a row a path', (t) => {
  const output = `{
 "vrfId": 0,
 "routes": { "10.0.0.0/16": [{"valid":true,"bestpath":true,"pathFrom":"external","network":"10.0.0.0/16","metric":0,"weight":0,"path":"12076","origin":"incomplete","nexthops":[{"ip":"172.16.0.2","afi":"ipv4","used":true}]}
,{"valid":true,"multipath":true,"pathFrom":"internal","locPrf":100,"weight":0,"path":"","origin":"IGP","nexthops":[{"ip":"172.16.0.6","afi":"ipv4","used":true}]}]
,"10.1.0.0/16": [{"pathFrom":"external","weight":0,"path":"1 2","origin":"EGP","nexthops":[]}]
 }  }
`;
  const rows = parseBgpTable(output);
  if ('refused' in rows) return t.fail(rows.refused);
  t.deepEqual(
    rows.map((row) => [row.status, row.network, row.nextHop, row.path]),
    [
      ['*>', '10.0.0.0/16', '172.16.0.2', '12076 ?'],
      ['*=i', '10.0.0.0/16', '172.16.0.6', 'i'],
      ['', '10.1.0.0/16', '', '1 2 e'],
    ],
  );
});

test('the sessions', (t) => {
  const output = `{
"ipv4Unicast":{"routerId":"10.100.20.1","as":65150,"peers":{
  "172.16.0.2":{"remoteAs":12076,"version":4,"peerUptime":"00:00:04","pfxRcd":2,"pfxSnt":4,"state":"Established","peerState":"OK"},
  "172.16.0.9":{"remoteAs":12076,"version":4,"peerUptime":"never","pfxRcd":0,"pfxSnt":0,"state":"Active","peerState":"OK"}
},"totalPeers":2}}
`;
  t.deepEqual(parseBgpSummary(output), [
    {
      neighbor: '172.16.0.2',
      remoteAs: 12076,
      state: 'Established',
      prefixesReceived: 2,
      prefixesSent: 4,
      upTime: '00:00:04',
    },
    {
      neighbor: '172.16.0.9',
      remoteAs: 12076,
      state: 'Active',
      prefixesReceived: 0,
      prefixesSent: 0,
      upTime: 'never',
    },
  ]);
});

test('no text makes it throw', (t) => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      parseNeighborRoutes(text);
      parseBgpTable(text);
      parseBgpSummary(text);
      return true;
    }),
  );
  t.pass();
});
