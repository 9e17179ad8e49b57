import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * A program that speaks Terraform's `-json` and keeps a state, but makes nothing: two resources, `terraform_data.first` and
 * `terraform_data.second`. Faults are files in its control folder, so that a test can put and take them at any moment:
 *
 * - `fail-<init|plan|apply|destroy>`: the step fails with the text in it, apply after the first resource, destroy after the second
 * - `hold-<plan|apply|destroy>`: the step stays in its middle, before it changes the second resource, until this file is gone
 * - `version`: what it says its version is
 * - `type-<first|second>`: the type that this resource has in its state
 *
 * As Terraform does with providers, it reads no state and destroys nothing where it was not initialised.
 *
 * It writes `at-<step>` with its process id when it is in the middle of a step.
 */
export interface FakeTerraform {
  readonly program: string;
  readonly control: string;
}

const script = (control: string) => `#!/bin/sh
control='${control}'
say() { printf '%s\\n' "$1"; }
json() { tr -d '\\n' < "$1" | sed 's/"/\\\\"/g'; }
resource() { say "{\\"type\\":\\"$1\\",\\"hook\\":{\\"resource\\":{\\"addr\\":\\"terraform_data.$2\\"},\\"action\\":\\"$3\\",\\"elapsed_seconds\\":1}}"; }
middle() {
  echo $$ > "$control/at-$1.new" && mv "$control/at-$1.new" "$control/at-$1"
  while [ -e "$control/hold-$1" ]; do sleep 0.02; done
  if [ -e "$control/fail-$1" ]; then
    [ -z "$2" ] || resource apply_errored "$2" "$3"
    say "{\\"type\\":\\"diagnostic\\",\\"diagnostic\\":{\\"severity\\":\\"error\\",\\"summary\\":\\"$(json "$control/fail-$1")\\"}}"
    exit 1
  fi
}
if { [ "$1" = show ] || [ "$1" = destroy ]; } && [ -s terraform.tfstate ] && ! [ -e .terraform ]; then
  echo 'Error: Required plugins are not installed' >&2
  exit 1
fi
case "$1" in
version) say "{\\"terraform_version\\":\\"$(cat "$control/version" 2>/dev/null || echo 1.9.0)\\"}" ;;
init)
  if [ -e "$control/fail-init" ]; then cat "$control/fail-init" >&2; exit 1; fi
  mkdir -p .terraform ;;
plan)
  middle plan
  : > plan ;;
show)
  if [ "$2" = -json ] && [ "$3" = plan ]; then
    say '{"resource_changes":[{"address":"terraform_data.first","mode":"managed","type":"terraform_data","change":{"actions":["create"]}}]}'
  elif [ "$2" = -json ]; then
    list=''
    for name in $(cat terraform.tfstate 2>/dev/null); do
      type=$(cat "$control/type-$name" 2>/dev/null || echo terraform_data)
      list="$list\${list:+,}{\\"address\\":\\"terraform_data.$name\\",\\"mode\\":\\"managed\\",\\"type\\":\\"$type\\",\\"values\\":{}}"
    done
    say "{\\"values\\":{\\"root_module\\":{\\"resources\\":[$list]}}}"
  fi ;;
output) say '{}' ;;
apply)
  grep -qs first terraform.tfstate || { resource apply_start first create; echo first >> terraform.tfstate; resource apply_complete first create; }
  resource apply_start second create
  middle apply second create
  grep -q second terraform.tfstate || echo second >> terraform.tfstate
  resource apply_complete second create ;;
destroy)
  sed -i /second/d terraform.tfstate
  resource apply_complete second delete
  middle destroy first delete
  : > terraform.tfstate
  resource apply_complete first delete ;;
esac
`;

export function fakeTerraform(control: string): FakeTerraform {
  const program = join(control, 'terraform');
  writeFileSync(program, script(control));
  chmodSync(program, 0o755);
  return { program, control };
}
