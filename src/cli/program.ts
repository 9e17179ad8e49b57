import { Command, Option } from 'commander';
import type { CliContext, CliPorts, ExitCode } from './context.ts';
import { commonOptions, type OptionSpec } from './options.ts';
import { defaultReportsFolder, ownVersion, resolveUserPath } from './places.ts';
import type { VerbCall } from './verb.ts';
import { verbs } from './verbs.ts';

/** The command line, ready to parse. The exit code of the verb goes to `onExit`. */
export function createProgram(ports: CliPorts, onExit: (code: ExitCode) => void): Command {
  const { screen } = ports;
  const program = new Command('lab')
    .description('Labs about networks between clouds, as notebooks that run')
    .usage('<lab> [options]  |  <command> [options]')
    .version(ownVersion(), '--version', 'show the version')
    .helpOption('-h, --help', 'show help')
    .enablePositionalOptions()
    .showSuggestionAfterError()
    .exitOverride()
    .configureOutput({
      writeOut: (text) => screen.out(text.trimEnd()),
      writeErr: (text) => screen.err(text.trimEnd()),
      outputError: (text, write) => write(screen.errStyle('red', text.trimEnd())),
    })
    .addHelpText('after', '\nThe same for a lab: npm run lab -- run --help');

  for (const verb of verbs) {
    const command = program
      .command(`${verb.name} ${verb.usage}`.trim(), { isDefault: verb.isDefault === true })
      .description(verb.description)
      .passThroughOptions(verb.passThrough === true)
      .showHelpAfterError('`--help` shows what there is.')
      .action(async (...received: unknown[]) => {
        const { operands, rest } = split(received.slice(0, -2));
        const options = command.opts();
        onExit(await verb.run(contextOf(ports, options), { operands, rest, options }));
      });
    for (const option of [...verb.options, ...commonOptions]) command.addOption(optionOf(option));
    if (verb.help !== undefined) command.addHelpText('after', verb.help);
  }
  return program;
}

function optionOf(spec: OptionSpec): Option {
  const option = new Option(spec.flags, spec.description);
  if (spec.choices !== undefined) option.choices(spec.choices);
  if (spec.default !== undefined) option.default(spec.default);
  return spec.hidden === true ? option.hideHelp() : option;
}

function split(received: readonly unknown[]): Pick<VerbCall, 'operands' | 'rest'> {
  const rest = received.find((value) => Array.isArray(value)) as readonly string[] | undefined;
  const operands = received.filter((value) => !Array.isArray(value));
  // With options passed through, commander leaves the `--` before a command in place.
  const command = rest?.[0] === '--' ? rest.slice(1) : rest;
  return { operands: operands as readonly (string | undefined)[], rest: command ?? [] };
}

function contextOf(ports: CliPorts, options: Readonly<Record<string, unknown>>): CliContext {
  const { json, verbose, reports } = options;
  return {
    ...ports,
    json: json === true,
    verbose: verbose === true,
    reportsFolder: typeof reports === 'string' ? resolveUserPath(reports) : defaultReportsFolder,
    verbs: verbs.map(({ name }) => name),
  };
}
