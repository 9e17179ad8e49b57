import { noObservations } from '../../fabric/observations.ts';
import type { Observations } from '../../fabric/observations.ts';
import type { Parameters } from '../query/parameters.ts';
import type { XmlObject } from '../query/xml.ts';
import { instanceOfCard } from '../resources/cards.ts';
import type { RouteTable, TargetInput } from '../resources/route-table.ts';
import {
  associateRouteTable,
  createRoute,
  createRouteTable,
  deleteRoute,
  deleteRouteTable,
  disablePropagation,
  disassociateRouteTable,
  enablePropagation,
  replaceAssociation,
  replaceRoute,
} from '../resources/route-table.ts';
import type { Resources } from '../resources/store.ts';
import type { TableRoute } from '../routing/table-routes.ts';
import { tableRoutes } from '../routing/table-routes.ts';
import type { Actions } from './action.ts';
import { describe, done, tagSet, tagsFor } from './action.ts';

const associated = { associationState: { state: 'associated' } };

function showTable(
  resources: Resources,
  observations: Observations,
): (table: RouteTable) => XmlObject {
  return (table) => ({
    routeTableId: table.id,
    vpcId: table.vpcId,
    ownerId: resources.accountId,
    routeSet: tableRoutes(table, resources, observations).map((route) =>
      showRoute(route, resources),
    ),
    associationSet: [
      ...(table.mainAssociationId === undefined
        ? []
        : [
            {
              routeTableAssociationId: table.mainAssociationId,
              routeTableId: table.id,
              main: true,
              ...associated,
            },
          ]),
      ...table.associations.map(({ id, subnetId }) => ({
        routeTableAssociationId: id,
        routeTableId: table.id,
        subnetId,
        main: false,
        ...associated,
      })),
    ],
    propagatingVgwSet: table.propagatingVgws.map((gatewayId) => ({ gatewayId })),
    tagSet: tagSet(table.tags),
  });
}

function showRoute(route: TableRoute, resources: Resources): XmlObject {
  return {
    destinationCidrBlock: route.destination,
    ...showTarget(route.target, resources),
    state: route.state,
    origin: route.origin,
  };
}

function showTarget(target: TableRoute['target'], resources: Resources): XmlObject {
  switch (target.kind) {
    case 'local':
      return { gatewayId: 'local' };
    case 'internetGateway':
    case 'vpnGateway':
      return { gatewayId: target.id };
    case 'networkInterface': {
      const instance = instanceOfCard(target.id, resources);
      return {
        ...(instance && { instanceId: instance.id, instanceOwnerId: resources.accountId }),
        networkInterfaceId: target.id,
      };
    }
    default:
      return target satisfies never;
  }
}

function targetInput(parameters: Parameters): TargetInput {
  return {
    gatewayId: parameters.text('GatewayId'),
    instanceId: parameters.text('InstanceId'),
    networkInterfaceId: parameters.text('NetworkInterfaceId'),
  };
}

export const routeTableActions: Actions = {
  CreateRouteTable(request) {
    const { parameters } = request;
    const table = request.change((draft) =>
      createRouteTable(draft, {
        vpcId: parameters.required('VpcId'),
        tags: tagsFor(parameters, 'route-table'),
      }),
    );
    return { routeTable: showTable(request.resources, noObservations)(table) };
  },
  DeleteRouteTable({ parameters, change }) {
    change((draft) => deleteRouteTable(draft, parameters.required('RouteTableId')));
    return done;
  },
  DescribeRouteTables: describe<RouteTable>({
    set: 'routeTableSet',
    ids: { parameter: 'RouteTableId', prefix: 'rtb' },
    all: ({ resources }) => resources.all('routeTables'),
    filters: async ({ resources, observe }) => {
      const observations = await observe();
      const rows = (table: RouteTable) => tableRoutes(table, resources, observations);
      const shown = (table: RouteTable) => rows(table).map((row) => showRoute(row, resources));
      const field = (name: string) => (table: RouteTable) =>
        shown(table).map((row) => (typeof row[name] === 'string' ? row[name] : undefined));
      return {
        'association.main': (table) => [String(table.mainAssociationId !== undefined)],
        'association.route-table-association-id': (table) => [
          table.mainAssociationId,
          ...table.associations.map(({ id }) => id),
        ],
        'association.route-table-id': ({ id }) => [id],
        'association.subnet-id': (table) => table.associations.map(({ subnetId }) => subnetId),
        'route-table-id': ({ id }) => [id],
        'route.destination-cidr-block': field('destinationCidrBlock'),
        'route.gateway-id': field('gatewayId'),
        'route.instance-id': field('instanceId'),
        'route.origin': field('origin'),
        'route.state': field('state'),
        'vpc-id': ({ vpcId }) => [vpcId],
      };
    },
    show: async (request) => showTable(request.resources, await request.observe()),
  }),
  AssociateRouteTable({ parameters, change }) {
    const associationId = change((draft) =>
      associateRouteTable(
        draft,
        parameters.required('RouteTableId'),
        parameters.required('SubnetId'),
      ),
    );
    return { associationId, ...associated };
  },
  DisassociateRouteTable({ parameters, change }) {
    change((draft) => disassociateRouteTable(draft, parameters.required('AssociationId')));
    return done;
  },
  ReplaceRouteTableAssociation({ parameters, change }) {
    const newAssociationId = change((draft) =>
      replaceAssociation(
        draft,
        parameters.required('AssociationId'),
        parameters.required('RouteTableId'),
      ),
    );
    return { newAssociationId, ...associated };
  },
  CreateRoute({ parameters, change }) {
    change((draft) =>
      createRoute(
        draft,
        parameters.required('RouteTableId'),
        parameters.required('DestinationCidrBlock'),
        targetInput(parameters),
      ),
    );
    return done;
  },
  ReplaceRoute({ parameters, change }) {
    change((draft) =>
      replaceRoute(
        draft,
        parameters.required('RouteTableId'),
        parameters.required('DestinationCidrBlock'),
        targetInput(parameters),
      ),
    );
    return done;
  },
  DeleteRoute({ parameters, change }) {
    change((draft) =>
      deleteRoute(
        draft,
        parameters.required('RouteTableId'),
        parameters.required('DestinationCidrBlock'),
      ),
    );
    return done;
  },
  EnableVgwRoutePropagation({ parameters, change }) {
    change((draft) =>
      enablePropagation(
        draft,
        parameters.required('RouteTableId'),
        parameters.required('GatewayId'),
      ),
    );
    return done;
  },
  DisableVgwRoutePropagation({ parameters, change }) {
    change((draft) =>
      disablePropagation(
        draft,
        parameters.required('RouteTableId'),
        parameters.required('GatewayId'),
      ),
    );
    return done;
  },
};
