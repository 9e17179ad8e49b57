import { testSchemas } from '../../../../support/provider-schemas.ts';
import { createLocalGoogle } from '../support/local-google.ts';

testSchemas(createLocalGoogle().cloud.terraform);
