import { countries, type TCountryCode, type TCurrencyCode } from 'countries-list';
import { currencies } from 'countries-list/currencies';
import type { JsonObject } from '../../core/json.ts';

/** Major currencies come first, as on a real server. */
const first: readonly TCurrencyCode[] = ['USD', 'EUR', 'GBP'];

/**
 * Returns the currencies of countries.
 * @param codes of the countries
 */
export function currencyList(codes: readonly TCountryCode[]): JsonObject[] {
  const used = new Set(codes.flatMap((code) => countries[code].currency));
  const others = [...used].filter((code) => !first.includes(code)).sort();
  return [...first, ...others].map(currency);
}

function currency(code: TCurrencyCode): JsonObject {
  const { name, symbol, symbolNative, decimals } = currencies[code];
  return {
    symbol,
    name,
    symbolNative,
    decimalDigits: decimals,
    rounding: 0,
    code,
    namePlural: plural(code),
  };
}

/** Returns the name that Intl writes after a number: `US dollars`. */
function plural(code: string): string {
  const format = new Intl.NumberFormat('en', { style: 'currency', currency: code, currencyDisplay: 'name' });
  return format.formatToParts(2).find(({ type }) => type === 'currency')?.value ?? code;
}
