import test from 'ava';
import { evaluate } from '../../../../../src/emulator/terraform/language/evaluate.ts';
import { ExpressionError } from '../../../../../src/emulator/terraform/language/convert.ts';
import { parseTemplate } from '../../../../../src/emulator/terraform/language/parse-expression.ts';
import { createScope } from '../../../../../src/emulator/terraform/plan/scope.ts';
import {
  sensitive,
  unknown,
  type TfValue,
} from '../../../../../src/emulator/terraform/language/value.ts';
import { toJson } from '../../../../../src/emulator/terraform/schema.ts';

const values = new Map<string, TfValue>([
  ['local.obj', { a: { b: [1, 2] }, items: [{ id: 'x' }, { id: 'y' }] }],
  ['local.later', unknown],
  ['var.secret', sensitive('hush')],
  ['fake_network.lan', [{ id: 'one' }, { id: 'two' }]],
  ['data.fake_network.lan', { id: 'data' }],
]);
const scope = createScope({ values, timestamp: '2030-01-02T03:04:05Z' });
const evaluateText = (text: string): TfValue => evaluate(parseTemplate(text), scope);

/** What `terraform console` 1.11 answers; sets are written as lists. */
const expectations: readonly (readonly [string, unknown])[] = [
  ['"a ${1.5} ${true}"', 'a 1.5 true'],
  ['1e3', 1000],
  ['"${1e23} ${0.0000001} ${-1.5e-9}"', '100000000000000000000000 0.0000001 -0.0000000015'],
  ['10 % 3', 1],
  ['-7 % 3', -1],
  ['2 + 3 * 4 == 14 && true', true],
  ['!true || true', true],
  ['(2 + 3) * 4 - -1', 21],
  ['0.1 + 0.2', 0.3],
  ['1 + "2"', 3],
  ['1 == "1"', false],
  ['1 == 1.0', true],
  ['null == null', true],
  ['"10" > "9"', true],
  ['!"true"', false],
  ['-"5"', -5],
  ['true ? 1 : "a"', '1'],
  ['[for k, v in {a=1,b=2}: "${k}=${v}" if v > 1]', ['b=2']],
  ['{for x in ["a","b","a"]: x => 1...}', { a: [1, 1], b: [1] }],
  ['[for i, x in ["a","b"]: "${i}${x}"]', ['0a', '1b']],
  ['local.obj.a.b[*]', [1, 2]],
  ['local.obj.items[*].id', ['x', 'y']],
  ['local.obj.items.*.id', ['x', 'y']],
  ['local.obj.items.1.id', 'y'],
  ['fake_network.lan[1].id', 'two'],
  ['fake_network.lan[*].id', ['one', 'two']],
  ['data.fake_network.lan.id', 'data'],
  ['null[*]', []],
  ['"a"[*]', ['a']],
  ['{a=1}.a', 1],
  ['{"a b"=1}', { 'a b': 1 }],
  ['{(local.obj.a.b[0])=1}', { '1': 1 }],
  ['"%{ for x in [1,2] ~} ${x}, %{ endfor ~}"', '1, 2, '],
  ['"%{ if true }yes%{ else }no%{ endif }"', 'yes'],
  ['"%{ if false }yes%{ endif }"', ''],
  ['"$${a} %%{b} \\u00e9\\n"', '${a} %{b} é\n'],
  ['path.module', '.'],
  ['terraform.workspace', 'default'],
  ['format("%5.2f|%-5s|%05d|%q|%v", 3.14159, "ab", 42, "q", [1])', ' 3.14|ab   |00042|"q"|[1]'],
  ['formatlist("%s-%d", ["a","b"], 3)', ['a-3', 'b-3']],
  ['join(",",[1,true])', '1,true'],
  ['split(",","")', ['']],
  ['replace("a1b2","/[0-9]/","x$0")', 'ax1bx2'],
  ['replace("a.b.c",".","-")', 'a-b-c'],
  ['substr("hello",-3,2)', 'll'],
  ['upper("é")', 'É'],
  ['title("hello world")', 'Hello World'],
  ['strrev("abc")', 'cba'],
  ['indent(2,"a\\nb")', 'a\n  b'],
  ['chomp("a\\n\\n")', 'a'],
  ['trimprefix("abc","a")', 'bc'],
  ['trim("?!hello?!","!?")', 'hello'],
  ['regex("(?P<a>\\\\d+)-(?P<b>\\\\w+)", "12-ab")', { a: '12', b: 'ab' }],
  ['regexall("[a-z]+","ab1cd")', ['ab', 'cd']],
  ['startswith("abc","ab")', true],
  ['length("héllo")', 5],
  ['length({a=1})', 1],
  ['keys({b=1,a=2})', ['a', 'b']],
  ['values({b=1,a=2})', [2, 1]],
  ['merge({a=1},{b={c=2}})', { a: 1, b: { c: 2 } }],
  ['merge({a=1},null)', { a: 1 }],
  ['lookup({a=1},"b","c")', 'c'],
  ['coalesce("",null,"x")', 'x'],
  ['flatten([[1,[2]],3])', [1, 2, 3]],
  ['distinct([1,"1"])', ['1']],
  ['contains([1,2],"1")', true],
  ['sort(["b","a",1])', ['1', 'a', 'b']],
  ['slice([1,2,3],1,2)', [2]],
  ['zipmap(["a","b"],[1,2])', { a: 1, b: 2 }],
  ['chunklist([1,2,3],2)', [[1, 2], [3]]],
  ['matchkeys(["a","b"],["x","y"],["y"])', ['b']],
  ['transpose({a=["x","y"],b=["y"]})', { x: ['a'], y: ['a', 'b'] }],
  [
    'setproduct(["a","b"],[1,2])',
    [
      ['a', 1],
      ['a', 2],
      ['b', 1],
      ['b', 2],
    ],
  ],
  ['setintersection([1,2],[2,3])', [2]],
  ['setsubtract(["b","a"],["a"])', ['b']],
  ['setunion(["b"],["a"])', ['a', 'b']],
  ['toset([1,"a",3])', ['1', '3', 'a']],
  ['tolist(["a",1])', ['a', '1']],
  ['range(3)', [0, 1, 2]],
  ['range(1,8,3)', [1, 4, 7]],
  ['sum([1,2.5])', 3.5],
  ['one([])', null],
  ['min([1,2]...)', 1],
  ['max(1,"3")', 3],
  ['abs("-3")', 3],
  ['ceil(1.2)', 2],
  ['log(8,2)', 3],
  ['pow(2,10)', 1024],
  ['parseint("ff",16)', 255],
  ['signum(-3)', -1],
  ['jsonencode({b=1,a=[null,"<"]})', '{"a":[null,"\\u003c"],"b":1}'],
  ['jsondecode("{\\"a\\":[1]}").a[0]', 1],
  ['yamlencode({a=1,b=["x",{c=true}]})', '"a": 1\n"b":\n- "x"\n- "c": true\n'],
  ['base64decode(base64encode("é"))', 'é'],
  ['urlencode("a b&c/é")', 'a+b%26c%2F%C3%A9'],
  ['base64sha256("a")', 'ypeBEsobvcr6wjGzmiPcTaeG7/gUfE5yuYB3ha/uSLs='],
  ['uuidv5("dns","www.example.com")', '2ed6657d-e927-568b-95e1-2665a8aea6a2'],
  ['cidrsubnets("10.0.0.0/16", 4, 4, 8)', ['10.0.0.0/20', '10.0.16.0/20', '10.0.32.0/24']],
  ['cidrhost("10.0.0.0/24", -1)', '10.0.0.255'],
  ['cidrsubnet("fd00::/48", 16, 5)', 'fd00:0:0:5::/64'],
  ['cidrnetmask("10.0.0.0/12")', '255.240.0.0'],
  ['try(local.obj.zz, "d")', 'd'],
  ['can(local.obj.zz)', false],
  ['timestamp()', '2030-01-02T03:04:05Z'],
  ['<<-EOT\n    a ${1 + 1}\n      b\n    EOT\n', 'a 2\n  b\n'],
];

for (const [expression, expected] of expectations) {
  test(`evaluates ${expression}`, (t) => {
    t.deepEqual(toJson(evaluateText(`\${${expression}}`)), expected as ReturnType<typeof toJson>);
  });
}

const refusals: readonly (readonly [string, RegExp])[] = [
  ['foo(1)', /there is no function "foo".* known here are: abs, alltrue, .*zipmap/],
  ['uper("a")', /did you mean "upper"/],
  ['upper()', /function "upper" takes 1 arguments, not 0/],
  ['local.obj.c', /no attribute "c".*known: a, items/],
  ['[1,2,3][5]', /no element 5 in a list of 3 elements/],
  ['{a=1}["b"]', /no attribute "b"/],
  ['"x ${null}"', /null/],
  ['"x ${[1]}"', /a string is required, but this is a list/],
  ['"a" + 1', /operator "\+": a number is required, but this is "a"/],
  ['1 / 0', /division by zero/],
  ['tobool("yes")', /a bool is required, but this is "yes"/],
  ['index(["a"],"b")', /not in the list/],
  ['one([1,2])', /at most one element/],
  ['regex("[a-z]+","123")', /matches no part/],
  ['cidrsubnet("10.0.0.0/30", 4, 0)', /cannot be extended by 4 bits/],
  ['each.key', /"each" is only there when "for_each" is set/],
  ['count.index', /"count" is only there when "count" is set/],
  ['{for x in ["a","a"]: x => 1}', /two items of a "for" have the key "a"/],
  ['module.a.b', /modules are not supported/],
  ['fake_network', /must be|type and name/],
  ['1 +', /expected an expression, found "}"/],
  ['"abc', /closing quote/],
  ['"%{ if true }a"', /endif/],
  ['"%{ while }"', /unknown directive "while"/],
];

for (const [expression, message] of refusals) {
  test(`refuses ${expression}`, (t) => {
    const error = t.throws(() => evaluateText(`\${${expression}}`), {
      instanceOf: ExpressionError,
    });
    t.regex(error.message, message);
  });
}

test('what is not known yet stays so through operators, templates and functions', (t) => {
  for (const text of [
    '${local.later}',
    'a ${local.later}',
    '${upper(local.later)}',
    '${local.later + 1}',
    '${local.later.x[0]}',
    '${local.later ? 1 : 2}',
    '${[for x in local.later: x]}',
    '${length(local.later)}',
  ]) {
    t.is(evaluateText(text), unknown, text);
  }
  t.deepEqual(evaluateText('${merge({a = local.later}, {b = 1})}'), { a: unknown, b: 1 });
  t.is(evaluateText('${length([local.later])}'), 1);
  t.is(evaluateText('${false && local.later}'), false);
  t.is(evaluateText('${[1, local.later] == [2, local.later]}'), false);
});

test('what is sensitive stays so', (t) => {
  t.deepEqual(evaluateText('a ${var.secret}'), sensitive('a hush'));
  t.deepEqual(evaluateText('${upper(var.secret)}'), sensitive('HUSH'));
  t.deepEqual(evaluateText('${{a = var.secret, b = 1}}'), { a: sensitive('hush'), b: 1 });
  t.deepEqual(evaluateText('${{a = var.secret, b = 1}.b}'), 1);
  t.deepEqual(evaluateText('${jsonencode({a = var.secret})}'), sensitive('{"a":"hush"}'));
  t.is(evaluateText('${nonsensitive(var.secret)}'), 'hush');
  t.deepEqual(evaluateText('${sensitive("a")}'), sensitive('a'));
});

test('an error does not tell a sensitive value', (t) => {
  const texts = [
    '${var.secret + 1}',
    '${-var.secret}',
    '${tonumber(var.secret)}',
    '${parseint(var.secret, 10)}',
    '${var.secret ? 1 : 2}',
    '${sensitive({hush = 1}).x}',
    '${cidrhost(var.secret, 1)}',
    '${{a = 1}[var.secret]}',
  ];
  for (const text of texts) {
    const error = t.throws(() => evaluateText(text), { instanceOf: ExpressionError });
    t.notRegex(error.message, /hush/, text);
  }
});

test('text outside of a marker is taken as it is', (t) => {
  t.is(evaluateText('a \\n "b" $5 100% {x}'), 'a \\n "b" $5 100% {x}');
  t.is(evaluateText('$${x} and %%{y}'), '${x} and %{y}');
  t.is(evaluateText(''), '');
});
