/** Oracle's AS number. @see https://docs.oracle.com/iaas/Content/Network/Tasks/configuringIPsec.htm#BGP_details */
export const oracleAsn = 31_898;
