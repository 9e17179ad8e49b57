import { testSchemas } from '../../../../support/provider-schemas.ts';
import { createLocalAws } from '../support/local-aws.ts';

testSchemas(createLocalAws().cloud.terraform);
