import fc from 'fast-check';
import test from 'ava';
import { TerraformError } from '../../../../src/emulator/terraform/engine.ts';
import { lan, problemsOf, setUp } from '../../../support/terraform-run.ts';

const plan = (json: Record<string, unknown>, variables: Record<string, unknown> = {}) =>
  setUp().plan(json, variables);
const refused = (json: Record<string, unknown>, variables: Record<string, unknown> = {}) =>
  problemsOf(plan(json, variables));

test('all problems are reported together, each with its address', async (t) => {
  const json = lan(
    { nmae: 'x', id: 'mine', address_space: null },
    {
      disk: [],
      size: 'big',
      network_id: '${fake_network.lna.id}',
      rule: [{ port: 1 }, { prot: 2 }],
    },
    {
      output: { o: { value: '${var.missing}' }, p: {} },
      locals: { broken: '${1 +}' },
    },
  );
  t.deepEqual(await refused(json), [
    'local.broken: expected an expression, found "}" at character 6 of "${1 +}"',
    'output.p: the argument "value" is required',
    'fake_machine.vm: size: a number is required, but this is "big"',
    'fake_machine.vm: rule[1]: unknown argument "prot" (did you mean "port"?); known: note, port',
    'fake_machine.vm: rule[1]: the argument "port" is required',
    'fake_machine.vm: at least 1 "disk" block is required, there are 0',
    'fake_network.lan: unknown argument "nmae" (did you mean "name"?); known: address_space, dns_servers, location, name, note, secret, tags, zone',
    'fake_network.lan: id: cannot be set: the provider decides it',
    'fake_network.lan: the argument "address_space" is required',
    'fake_machine.vm: "fake_network.lna" is not declared in this configuration (did you mean "fake_network.lan"?)',
    'output.o: "var.missing" is not declared in this configuration',
  ]);
});

test('an unknown type is refused with those that are known', async (t) => {
  const [resource, data] = await refused({
    resource: { fake_netwrok: { a: {} } },
    data: { fake_machine: { a: {} } },
  });
  t.regex(
    resource ?? '',
    /^fake_netwrok\.a: unknown resource type "fake_netwrok" \(did you mean "fake_network"\?\); known: fake_machine, fake_network, null_resource, random_bytes, .*tls_private_key$/,
  );
  t.is(data, 'data.fake_machine.a: unknown data source "fake_machine"; known: fake_network');
});

test('what is not supported is refused by name', async (t) => {
  const problems = await refused({
    ...lan({ provisioner: [{ 'local-exec': { command: 'x' } }], connection: {} }),
    module: {},
    moved: [{ from: 'a', to: 'b' }],
    import: [],
    check: {},
    resources: {},
  });
  const known = 'known: data, locals, output, provider, resource, terraform, variable';
  t.deepEqual(problems, [
    `configuration: "module" is not supported; ${known}`,
    `configuration: "moved" is not supported; ${known}`,
    `configuration: "import" is not supported; ${known}`,
    `configuration: "check" is not supported; ${known}`,
    `configuration: "resources" is no block of Terraform (did you mean "resource"?); ${known}`,
    'fake_network.lan: "provisioner" is not supported',
    'fake_network.lan: "connection" is not supported',
  ]);
});

test('what CDKTF adds around is accepted', async (t) => {
  const { changes } = await plan({
    '//': { metadata: { version: '0.21.0' } },
    terraform: {
      required_providers: { azurerm: { source: 'azurerm', version: '4.55.0' } },
      backend: { local: { path: '/tmp/state' } },
    },
    provider: { azurerm: [{ features: [{}] }, { alias: 'other', features: [{}] }] },
    ...lan({
      '//': { metadata: { path: 'stack/lan' } },
      provider: 'azurerm.other',
      timeouts: { create: '1h' },
      note: null,
    }),
  });
  t.is(changes.length, 2);
});

test('an unknown function is refused before anything is evaluated, with those that are known', async (t) => {
  const problems = await refused(lan({ note: '${true ? "a" : uper("b")}' }, { size: '${bar()}' }));
  t.is(problems.length, 2);
  t.regex(problems[0] ?? '', /^fake_machine.vm: size: there is no function "bar"/);
  t.regex(
    problems[1] ?? '',
    /^fake_network.lan: there is no function "uper" \(did you mean "upper"\?\)\. The functions known here are: abs, .*, zipmap$/,
  );
});

test('a cycle is named', async (t) => {
  t.deepEqual(
    await refused({
      locals: { a: '${local.b}', b: '${fake_network.n.note}' },
      resource: { fake_network: { n: { name: 'n', address_space: [], note: '${local.a}' } } },
    }),
    ['cycle: local.a needs local.b needs fake_network.n needs local.a'],
  );
});

test('variables are converted, checked and required', async (t) => {
  const json = {
    variable: {
      count: { type: 'number' },
      names: { type: 'list(string)', default: [1, true] },
      site: {
        type: 'object({ asn = number, name = optional(string, "home"), tags = optional(map(string)) })',
        validation: {
          condition: '${var.site.asn > 0}',
          error_message: 'ASN ${var.site.asn} is not positive.',
        },
      },
    },
    output: { all: { value: '${[var.count, var.names, var.site]}' } },
  };
  const { apply } = setUp();
  const outputs = await apply(json, { count: '3', site: '{ asn = "65000" }' });
  t.deepEqual(outputs['all']?.value, [3, ['1', 'true'], { asn: 65000, name: 'home', tags: null }]);
  t.deepEqual(await refused(json, { count: 'three', site: { asn: -1 }, cuont: 1 }), [
    'var.cuont: a value was given, but there is no such variable (did you mean "count"?); known: count, names, site',
    'var.count: a number is required, but this is "three"',
    'var.site: ASN -1 is not positive.',
  ]);
  t.deepEqual(await refused(json, { count: 1 }), [
    'var.site: a value is required, and none was given',
  ]);
  t.deepEqual(await refused(json, { count: 1, site: { name: 'x' } }), [
    'var.site: the attribute "asn" is required',
  ]);
});

test('a sensitive variable is not told by what is wrong with it', async (t) => {
  const json = (type: string) => ({ variable: { secret: { type, sensitive: true } } });
  for (const type of ['number', 'bool', 'list(string)', 'list(number)']) {
    const problems = await refused(json(type), {
      secret: type === 'list(number)' ? '["hush"]' : 'hush+',
    });
    t.is(problems.length, 1, type);
    t.notRegex(problems.join(), /hush/);
  }
});

test('a default is data: nothing in it is evaluated', async (t) => {
  const { apply } = setUp();
  const json = {
    variable: { text: { default: 'a ${b}' } },
    output: { text: { value: '${var.text}' } },
  };
  t.is((await apply(json))['text']?.value, 'a ${b}');
});

test('a sensitive value must not leave by an output that does not say so', async (t) => {
  const json = (output: Record<string, unknown>) => ({
    variable: { secret: { default: 'hush', sensitive: true } },
    output: { o: { value: { inner: 'x${var.secret}' }, ...output } },
  });
  t.deepEqual(await refused(json({})), [
    'output.o: the value is sensitive; set "sensitive": true for the output, or take the mark off with nonsensitive(…)',
  ]);
  t.deepEqual((await plan(json({ sensitive: true }))).changes, []);
});

test('count and for_each must be known, and of their types', async (t) => {
  const network = (more: Record<string, unknown>) => ({
    resource: {
      fake_network: {
        first: { name: 'first', address_space: [] },
        n: { name: 'n', address_space: [], ...more },
      },
    },
  });
  const refusals: readonly (readonly [Record<string, unknown>, RegExp])[] = [
    [{ count: '${fake_network.first.generation}' }, /"count" depends on what is not known/],
    [{ count: -1 }, /"count" is negative/],
    [{ count: 1, for_each: {} }, /cannot be used together/],
    [{ for_each: ['a'] }, /must be a map or a set of strings, but this is a list/],
    [{ for_each: '${toset([1])}' }, /set of strings/],
    [{ for_each: '${sensitive({a = 1})}' }, /must not be sensitive/],
    [{ note: '${each.key}' }, /"each" is only there when "for_each" is set/],
    [{ depends_on: ['fake_network.other'] }, /depends_on: "fake_network.other" is not declared/],
    [{ lifecycle: { prevent_destory: true } }, /did you mean "prevent_destroy"/],
    [{ note: ['a'] }, /note: a string is required, but this is a list/],
  ];
  for (const [more, message] of refusals) {
    const problems = await refused(network(more));
    t.is(problems.length, 1, problems.join());
    t.regex(problems[0] ?? '', message);
  }
});

test('an unknown attribute of a resource is refused where it is used', async (t) => {
  const [problem] = await refused(lan({}, { network_id: '${fake_network.lan.idd}' }));
  t.is(
    problem,
    'fake_machine.vm: network_id: there is no attribute "idd" here (did you mean "id"?)',
  );
});

test('whatever the JSON is, it is planned or refused with problems', async (t) => {
  const text = fc.oneof(
    fc.string({
      unit: fc.constantFrom('$', '{', '}', '%', '"', '[', ']', '.', 'a', '1', '~', ' '),
    }),
    fc.constantFrom(
      '${a.b}',
      '${var.x',
      '${[for x in 1: x]}',
      '${upper(null)}',
      'fake_network.a',
      '${self}',
    ),
  );
  const names =
    'name address_space count for_each depends_on lifecycle dynamic disk value default type validation condition error_message __proto__ tags content ignore_changes replace_triggered_by constructor a b rule x'.split(
      ' ',
    );
  const { value } = fc.letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 4 },
      text,
      fc.integer(),
      fc.boolean(),
      fc.constant(null),
      fc.array(tie('value'), { maxLength: 2 }),
      fc.dictionary(fc.constantFrom(...names), tie('value'), { maxKeys: 4 }),
    ),
  }));
  const body = fc.oneof(value, fc.dictionary(fc.constantFrom('a', 'b'), value, { maxKeys: 2 }));
  const types = fc.dictionary(
    fc.constantFrom('fake_network', 'fake_machine', 'terraform_data', 'toString'),
    body,
    { maxKeys: 2 },
  );
  const json = fc.record(
    {
      resource: fc.oneof(types, value),
      data: fc.oneof(types, value),
      variable: body,
      output: body,
      locals: body,
      terraform: value,
      provider: value,
    },
    { requiredKeys: [] },
  );
  await fc.assert(
    fc.asyncProperty(json, async (configuration) => {
      try {
        await plan(configuration);
        return true;
      } catch (error) {
        return error instanceof TerraformError && error.problems.length > 0;
      }
    }),
    { numRuns: 500 },
  );
  t.pass();
});
