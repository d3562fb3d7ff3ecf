/**
 * The countries that PayPal names in an address, by its codes: those of ISO 3166, but for China, which is C2.
 * https://developer.paypal.com/api/rest/reference/country-codes/
 */
export const countries: ReadonlySet<string> = new Set(
  (
    'AL DZ AD AO AI AG AR AM AW AU AT AZ BS BH BB BY BE BZ BJ BM BT BO BA BW BR VG BN BG BF BI KH CM CA CV KY TD CL C2 CO ' +
    'KM CG CD CK CR CI HR CY CZ DK DJ DM DO EC EG SV ER EE ET FK FO FJ FI FR GF PF GA GM GE DE GI GR GL GD GP GT GN GW ' +
    'GY HN HK HU IS IN ID IE IL IT JM JP JO KZ KE KI KW KG LA LV LS LI LT LU MK MG MW MY MV ML MT MH MQ MR MU YT MX FM ' +
    'MD MC MN ME MS MA MZ NA NR NP NL NC NZ NI NE NG NU NF NO OM PW PA PG PY PE PH PN PL PT QA RE RO RU RW WS SM ST SA ' +
    'SN RS SC SL SG SK SI SB SO ZA KR ES LK SH KN LC PM VC SR SJ SZ SE CH TW TJ TZ TH TG TO TT TN TM TC TV UG UA AE GB ' +
    'US UY VU VA VE VN WF YE ZM ZW'
  ).split(' '),
);

/** PayPal's code where another one is in use for the same country. */
export function toCountryCode(code: string): string {
  return otherCodes.get(code) ?? code;
}

const otherCodes: ReadonlyMap<string, string> = new Map([
  ['CN', 'C2'],
  ['UK', 'GB'],
]);
