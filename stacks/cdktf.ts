/**
 * The one door to CDKTF. Nothing else of ours imports it, so that its maintained fork (`cdktn`) is an
 * alias away: in package.json `"cdktf": "npm:cdktn@…"`, or another name here. Provider packages are
 * imported by deep path (`@cdktf/provider-azurerm/lib/subnet/index.js`): their root index loads
 * every resource there is.
 */
export {
  Fn,
  TerraformDataSource,
  TerraformOutput,
  TerraformResource,
  TerraformStack,
  Token,
} from 'cdktf';
export type { ITerraformDependable } from 'cdktf';
export { Construct, RootConstruct } from 'constructs';
