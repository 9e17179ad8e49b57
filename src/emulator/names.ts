export type CloudName = 'azure' | 'aws' | 'google' | 'oci' | 'onprem';
