// What the report's figures add up to on the screen. Sums of shown figures only; the report's own are never recomputed.

import type { Report } from '../gateway/schemas';

export interface ExposureRow {
  readonly currency: string;
  readonly loans: number;
  readonly outstanding: Report['exposures'][number]['outstanding'];
  readonly inBase: Report['exposures'][number]['inBase'];
  /** Fraction of the book, by value in the base currency. */
  readonly bookShare: number;
  /** Fraction of VaR; null when the report gives no component for the currency. Negative when it hedges. */
  readonly riskShare: number | null;
}

/** The book in the base currency: the sum of the exposures, as a double, good for a headline. */
export const bookTotal = (report: Report): number =>
  report.exposures.reduce((sum, exposure) => sum + exposure.inBase.amount, 0);

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
      bookShare: total > 0 ? exposure.inBase.amount / total : 0,
      riskShare: shares.get(exposure.currency) ?? null,
    }))
    .toSorted((left, right) => right.inBase.amount - left.inBase.amount);
}

/** A step's result in one line: plain values by name, deeper ones left to the log. */
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
  return Object.entries(result)
    .filter(([, value]) => ['string', 'number', 'boolean'].includes(typeof value))
    .map(([name, value]) => `${name} ${typeof value === 'number' ? value.toLocaleString('en-US') : String(value)}`)
    .join(' · ');
}
