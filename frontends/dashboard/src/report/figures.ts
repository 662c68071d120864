// What the report's figures add up to on the screen. Sums of shown figures only; the report's own are never recomputed.

import type { DataState, Report } from '../gateway/schemas';

export interface ExposureRow {
  readonly currency: string;
  readonly loans: number;
  readonly outstanding: Report['exposures'][number]['outstanding'];
  readonly inBase: Report['exposures'][number]['inBase'];
  /** The state of the rate behind `inBase`, where the report gives it. */
  readonly rateState: DataState | undefined;
  /** Fraction of the book, by value in the base currency; null without a rate. */
  readonly bookShare: number | null;
  /** Fraction of VaR; null when the report gives no component for the currency. Negative when it hedges. */
  readonly riskShare: number | null;
}

/** The book in the base currency: the sum of the exposures that have a rate, as a double, good for a headline. */
export const bookTotal = (report: Report): number =>
  report.exposures.reduce((sum, exposure) => sum + (exposure.inBase?.amount ?? 0), 0);

export const loanTotal = (report: Report): number =>
  report.exposures.reduce((sum, exposure) => sum + exposure.loans, 0);

/** One row a currency, the largest exposure first. */
export function exposureRows(report: Report): readonly ExposureRow[] {
  const total = bookTotal(report);
  const shares = new Map(report.valueAtRisk?.components.map(({ currency, share }) => [currency, share]) ?? []);
  return report.exposures
    .map((exposure) => ({
      currency: exposure.currency,
      loans: exposure.loans,
      outstanding: exposure.outstanding,
      inBase: exposure.inBase,
      rateState: exposure.rateState,
      bookShare: exposure.inBase === null ? null : total > 0 ? exposure.inBase.amount / total : 0,
      riskShare: shares.get(exposure.currency) ?? null,
    }))
    .toSorted((left, right) => (right.inBase?.amount ?? -1) - (left.inBase?.amount ?? -1));
}

/** Exposures without a rate, which the total leaves out. */
export const withoutRate = (report: Report): readonly string[] =>
  report.exposures.filter((exposure) => exposure.inBase === null).map((exposure) => exposure.currency);

/**
 * A step's result in one line: a problem by its words, an answer by its figures; ids, times and nested lists are
 * left to the answer itself.
 */
export function summarise(result: unknown): string {
  if (result === null || result === undefined) {
    return '';
  }
  if (typeof result !== 'object') {
    return String(result);
  }
  if (Array.isArray(result)) {
    return `${result.length} entries`;
  }
  if ('title' in result) {
    return [result.title, 'detail' in result ? result.detail : undefined].filter((part) => part).join(' ');
  }
  return Object.entries(result)
    .filter(([name, value]) => name !== 'id' && ['number', 'boolean'].includes(typeof value))
    .map(([name, value]) => `${name} ${typeof value === 'number' ? value.toLocaleString('en-US') : String(value)}`)
    .join(' · ');
}
