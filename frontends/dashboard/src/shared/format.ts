// How figures look: unit and sign always visible, one locale whatever the machine's, UTC, and U+2212 as minus.

import type { Money } from '../gateway/schemas';

const locale = 'en-US';
/** Narrow no-break space between a figure and its unit, as SI writes it. */
const thin = '\u202f';
const none = '–';

const withMinus = (text: string): string => text.replace('-', '\u2212');

const decimals = (value: number, digits: number): string =>
  withMinus(value.toLocaleString(locale, { minimumFractionDigits: digits, maximumFractionDigits: digits }));

/** A whole number with separators: 10,214. */
export const formatCount = (value: number): string => decimals(value, 0);

/** A fraction as a percentage: 0.0034 is 0.34 %. */
export const formatFraction = (value: number, digits = 2): string => `${decimals(value * 100, digits)}${thin}%`;

/** A figure already in percent: 7.42 is 7.42 %. */
export const formatPercent = (value: number, digits = 2): string => `${decimals(value, digits)}${thin}%`;

/** Basis points without sign, for spreads; the unit is in the text. */
export const formatBp = (value: number | null | undefined, digits = 1): string =>
  value === null || value === undefined ? none : `${decimals(value, digits)}${thin}bp`;

/** A move from one rate to another in basis points, always signed; zero has no sign. */
export function formatMove(from: number | null, to: number | null): string {
  if (from === null || to === null) {
    return none;
  }
  const text = decimals((to / from - 1) * 10_000, 1);
  const unsigned = /^[\u2212]?0\.0$/u.test(text);
  return `${unsigned ? '0.0' : text.startsWith('\u2212') ? text : `+${text}`}${thin}bp`;
}

/** A signed relative change: +1.24 %. */
export function formatChange(from: number, to: number): string {
  const text = formatFraction(to / from - 1);
  return to > from ? `+${text}` : text;
}

/** Digits after the point of an amount in this currency, by ISO 4217 as the browser's tables have it. */
function minorDigits(currency: string): number {
  return new Intl.NumberFormat(locale, { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
}

/** The figure of an amount without its code, in full to the minor unit. */
export const formatAmount = (money: Money): string => decimals(money.amount, minorDigits(money.currency));

/** An amount in full, code first: KES 1,234.56. */
export const formatMoney = (money: Money): string => `${money.currency} ${formatAmount(money)}`;

/** The figure of an amount rounded to whole units, for columns where cents are noise. */
export const formatWhole = (money: Money): string => decimals(money.amount, 0);

/** Digits after the point that keep about six significant figures over the range FX rates have. */
function rateDigits(rate: number): number {
  return rate >= 1_000 ? 2 : rate >= 100 ? 3 : rate >= 10 ? 4 : rate >= 0.1 ? 5 : 7;
}

/** A rate, whole part and fraction apart, so that a column can be set on its decimal points. */
export function formatRate(rate: number | null): { readonly whole: string; readonly fraction: string } {
  if (rate === null) {
    return { whole: none, fraction: '' };
  }
  const [whole = '', fraction = ''] = decimals(rate, rateDigits(rate)).split('.');
  return { whole, fraction: `.${fraction}` };
}

/** A duration in its two largest useful units or one: 8 s, 4 min, 3 h, 55 d. */
export function formatAge(seconds: number | null | undefined): string {
  if (seconds === null || seconds === undefined) {
    return none;
  }
  const whole = Math.max(0, Math.floor(seconds));
  const [value, unit] =
    whole < 60
      ? [whole, 's']
      : whole < 3_600
        ? [Math.floor(whole / 60), 'min']
        : whole < 172_800
          ? [Math.floor(whole / 3_600), 'h']
          : [Math.floor(whole / 86_400), 'd'];
  return `${value}${thin}${unit}`;
}

/** Milliseconds up to a second, then seconds: 12 ms, 1.84 s. */
export const formatElapsed = (ms: number | null | undefined): string =>
  ms === null || ms === undefined
    ? none
    : ms < 1_000
      ? `${decimals(ms, ms < 10 ? 1 : 0)}${thin}ms`
      : `${decimals(ms / 1_000, ms < 10_000 ? 2 : 1)}${thin}s`;

const monthFormat = new Intl.DateTimeFormat('en-US', { month: 'short', timeZone: 'UTC' });
const timeFormat = new Intl.DateTimeFormat('en-GB', { timeStyle: 'medium', timeZone: 'UTC' });

/** 29 Sep 2026, in UTC. */
export function formatDate(iso: string): string {
  const date = new Date(iso);
  return `${date.getUTCDate()} ${monthFormat.format(date)} ${date.getUTCFullYear()}`;
}

/** 12:03:10 UTC. */
export const formatTime = (iso: string): string => `${timeFormat.format(new Date(iso))} UTC`;

const currencyNames = new Intl.DisplayNames(['en'], { type: 'currency', fallback: 'none' });

/** The currency's English name, or an empty text for a code the browser doesn't know. */
export const currencyName = (code: string): string => currencyNames.of(code) ?? '';

/** A version with its commit, the commit cut to seven digits: 0.1.0+7677f6f. */
export const formatVersion = (version: string): string => version.replace(/(\+[0-9a-f]{7})[0-9a-f]+$/u, '$1');
