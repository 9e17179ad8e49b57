import { testSchemas } from '../../../../support/provider-schemas.ts';
import { createLocalAzure } from '../support/local-azure.ts';

testSchemas(createLocalAzure().cloud.terraform);
