import type { Observations } from '../../fabric/observations.ts';
import type { Body } from '../resources/kind.ts';
import type { Resource, Resources } from '../resources/store.ts';
import type { OrderedRule, TagPrefixes } from '../routing/security.ts';
import { expand, rulesOf, tagsOf } from '../routing/security.ts';

/** The groups that a card obeys, each with where it is attached and its rules in order, tags expanded. */
export function effectiveSecurityGroups(
  card: Resource<'networkInterfaces'>,
  subnet: Resource<'subnets'>,
  resources: Resources,
  observations: Observations,
): readonly Body[] {
  const tags = tagsOf(subnet, resources, observations);
  const attached = [
    { group: subnet.properties.networkSecurityGroup, association: { subnet: { id: subnet.id } } },
    {
      group: card.properties.networkSecurityGroup,
      association: { networkInterface: { id: card.id } },
    },
  ];
  return attached.flatMap(({ group: reference, association }) => {
    const group = reference && resources.find('networkSecurityGroups', reference.id);
    if (!group) return [];
    const rules = [
      ...rulesOf(group, 'Inbound', resources),
      ...rulesOf(group, 'Outbound', resources),
    ];
    return [
      {
        networkSecurityGroup: { id: group.id },
        association,
        effectiveSecurityRules: rules.map((rule) => ruleRow(rule, tags)),
      },
    ];
  });
}

function ruleRow({ name, isDefault, properties }: OrderedRule, tags: TagPrefixes): Body {
  const { protocol, access, priority, direction } = properties;
  return {
    name: `${isDefault ? 'defaultSecurityRules' : 'securityRules'}/${name}`,
    protocol: protocol === '*' ? 'All' : protocol,
    ...ranges('sourcePortRange', properties.sourcePortRanges),
    ...ranges('destinationPortRange', properties.destinationPortRanges),
    ...prefixes(
      'sourceAddressPrefix',
      'expandedSourceAddressPrefix',
      properties.sourceAddressPrefixes,
      tags,
    ),
    ...prefixes(
      'destinationAddressPrefix',
      'expandedDestinationAddressPrefix',
      properties.destinationAddressPrefixes,
      tags,
    ),
    access,
    priority,
    direction,
  };
}

/** `*` reads `0-65535` here, and a single port `22-22`. */
function ranges(name: string, texts: readonly string[]): Body {
  const all = texts.map((text) =>
    text === '*' ? '0-65535' : text.includes('-') ? text : `${text}-${text}`,
  );
  return { [name]: all[0], [`${name}s`]: all };
}

function prefixes(
  name: string,
  expandedName: string,
  texts: readonly string[],
  tags: TagPrefixes,
): Body {
  const expanded = expand(texts, tags);
  const isTag = texts.some((text) => /^[A-Za-z]/.test(text));
  return {
    [name]: texts[0],
    [`${name}es`]: texts,
    ...(isTag && expanded && { [expandedName]: expanded }),
  };
}
