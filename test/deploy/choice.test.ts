import test from 'ava';
import fc from 'fast-check';
import type { LabNeeds, Offer } from '../../deploy/nightly/choice.ts';
import { choose, cloudsOf, offerOf } from '../../deploy/nightly/choice.ts';

const needs = (lab: string, more: Partial<LabNeeds> = {}): LabNeeds => ({
  lab,
  clouds: ['azure'],
  deployMinutes: 40,
  destroyMinutes: 20,
  equipment: [],
  ...more,
});

const nothing: Offer = { clouds: [], equipment: {}, circuits: [], wanted: [] };

const withSite = needs('site', {
  equipment: [
    { name: 'tky01', kind: 'machine' },
    { name: 'tky01 primary', kind: 'other' },
  ],
});

test('a lab runs when all that it needs is offered; others are left out with the reason', (t) => {
  const labs = [needs('plain'), needs('both', { clouds: ['azure', 'aws'] }), withSite];
  const { chosen, leftOut } = choose(labs, { ...nothing, clouds: ['azure'] });
  t.deepEqual(
    chosen.map(({ lab }) => lab),
    ['plain'],
  );
  t.deepEqual(leftOut, [
    { lab: 'both', why: 'no credentials for aws' },
    { lab: 'site', why: 'WIREBOOK_SETTINGS does not name tky01' },
  ]);
});

test('equipment is machines that settings name, and circuits that somebody vouches for', (t) => {
  const clouds = ['azure'] as const;
  const equipment = { site: ['tky01'] };
  const [without] = choose([withSite], { ...nothing, clouds, equipment }).leftOut;
  t.is(without?.why, 'WIREBOOK_CIRCUITS does not name it, and it needs tky01 primary');
  const offer = { ...nothing, clouds, equipment, circuits: ['site'] };
  t.is(choose([withSite], offer).chosen.length, 1);
});

test('labs that were asked for run alone; one that does not exist is said', (t) => {
  const offer = { ...nothing, clouds: ['azure'] as const, wanted: ['plain', 'planet'] };
  const { chosen, leftOut } = choose([needs('plain'), needs('other')], offer);
  t.deepEqual(
    chosen.map(({ lab }) => lab),
    ['plain'],
  );
  t.deepEqual(leftOut, [
    { lab: 'planet', why: 'there is no such lab' },
    { lab: 'other', why: 'not asked for' },
  ]);
});

test('a lab that cannot be planned leaves the others their night', (t) => {
  const labs = [needs('plain'), needs('odd', { clouds: [], unplanned: 'it is computed' })];
  const { chosen, leftOut } = choose(labs, { ...nothing, clouds: ['azure'] });
  t.deepEqual(
    chosen.map(({ lab }) => lab),
    ['plain'],
  );
  t.deepEqual(leftOut, [{ lab: 'odd', why: 'it cannot be planned: it is computed' }]);
});

test('every lab is either chosen or left out; limits fit a hosted job and leave time to tear down', (t) => {
  const lab = fc.record({
    lab: fc.uuid(),
    clouds: fc.subarray(['azure', 'aws', 'google', 'oci'] as const),
    deployMinutes: fc.integer({ min: 1, max: 120 }),
    destroyMinutes: fc.integer({ min: 1, max: 60 }),
    equipment: fc.constant([]),
  });
  fc.assert(
    fc.property(
      fc.array(lab),
      fc.subarray(['azure', 'aws', 'google', 'oci'] as const),
      (labs, clouds) => {
        const { chosen, leftOut } = choose(labs, { ...nothing, clouds });
        t.is(chosen.length + leftOut.length, labs.length);
        for (const { lab: name, runMinutes, jobMinutes } of chosen) {
          const { deployMinutes = 0, destroyMinutes = 0 } =
            labs.find((one) => one.lab === name) ?? {};
          t.true(jobMinutes <= 360);
          t.true(runMinutes > deployMinutes);
          t.true(jobMinutes - runMinutes > 2 * destroyMinutes);
        }
      },
    ),
  );
});

test('clouds are read off Terraform types', (t) => {
  t.deepEqual(
    cloudsOf(['aws_vpc', 'azurerm_subnet', 'aws_eip', 'onprem_site', 'tls_private_key']),
    ['aws', 'azure'],
  );
});

test('what is offered comes from the environment; settings that cannot be read are not quoted', (t) => {
  const settings = JSON.stringify({ site: { equipment: { tky01: { address: '192.0.2.1' } } } });
  t.deepEqual(
    offerOf({
      HAS_AZURE: 'true',
      HAS_AWS: 'false',
      WIREBOOK_SETTINGS: settings,
      WIREBOOK_CIRCUITS: 'site, other',
      WIREBOOK_LABS: '',
    }),
    {
      clouds: ['azure'],
      equipment: { site: ['tky01'] },
      circuits: ['site', 'other'],
      wanted: [],
    },
  );
  for (const broken of ['{"hunter2"', '"hunter2"', '{"a":"hunter2"}', '[1]']) {
    const error = t.throws(() => offerOf({ WIREBOOK_SETTINGS: broken }));
    t.regex(error.message, /WIREBOOK_SETTINGS is not JSON/);
    t.false(error.message.includes('hunter2'));
  }
});
