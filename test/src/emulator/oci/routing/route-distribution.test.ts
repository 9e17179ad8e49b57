import test from 'ava';
import type { MatchCriterion } from '../../../../../src/emulator/oci/routing/route-distribution.ts';
import { accepts } from '../../../../../src/emulator/oci/routing/route-distribution.ts';

const all: MatchCriterion = { matchType: 'MATCH_ALL' };
const ofType = (attachmentType: 'VCN' | 'VIRTUAL_CIRCUIT' | 'IPSEC_TUNNEL'): MatchCriterion => ({
  matchType: 'DRG_ATTACHMENT_TYPE',
  attachmentType,
});
const withId = (drgAttachmentId: string): MatchCriterion => ({
  matchType: 'DRG_ATTACHMENT_ID',
  drgAttachmentId,
});

const attachments = [
  { id: 'vcn1', type: 'VCN' },
  { id: 'vcn2', type: 'VCN' },
  { id: 'vc', type: 'VIRTUAL_CIRCUIT' },
  { id: 'tunnel', type: 'IPSEC_TUNNEL' },
] as const;

const cases: readonly (readonly [
  what: string,
  statements: readonly (readonly MatchCriterion[])[],
  accepted: readonly string[],
])[] = [
  ['no statement lets nothing through', [], []],
  ['MATCH_ALL everything', [[all]], ['vcn1', 'vcn2', 'vc', 'tunnel']],
  ['no criterion everything, too', [[]], ['vcn1', 'vcn2', 'vc', 'tunnel']],
  ['a type what is of it', [[ofType('IPSEC_TUNNEL')]], ['tunnel']],
  ['an attachment itself and no other of its type', [[withId('vcn2')]], ['vcn2']],
  [
    'two statements what either accepts',
    [[ofType('VIRTUAL_CIRCUIT')], [withId('vcn1')]],
    ['vcn1', 'vc'],
  ],
  ['two criteria what both match', [[ofType('VCN'), withId('vcn1')]], ['vcn1']],
  ['two criteria that exclude each other nothing', [[ofType('VCN'), withId('vc')]], []],
];

for (const [what, statements, accepted] of cases) {
  test(`of a route distribution, ${what}`, (t) => {
    const given = statements.map((criteria, index) => ({
      id: `s${index}`,
      priority: index + 1,
      criteria,
    }));
    const through = attachments.filter((attachment) => accepts(given, attachment));
    t.deepEqual(
      through.map(({ id }) => id),
      accepted,
    );
  });
}
