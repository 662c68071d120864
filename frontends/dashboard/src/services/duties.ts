// What each service is for, where the gateway leaves its role out. Names are the platform's resource names.

const duties: Readonly<Record<string, string>> = {
  'market-data': 'FX collection and consensus',
  ingestion: 'Bulk loading of loans and rates',
  reporting: 'Risk reports, every 60 s',
  pricing: 'Options, bonds and loans',
  simulation: 'Monte Carlo and value at risk',
  analytics: 'Fits, GARCH, backtests',
  credit: 'Loan decisions and rules',
  portfolio: 'Loan book, ECL, stress',
  positions: 'Live exposures and margin',
  ledger: 'Double-entry journal',
  orders: 'Orders and payments',
  strategies: 'Backtests, swappable modules',
  realtime: 'Topics to screens',
};

/** The duty of a service in a few words, or an empty text for one this page has never heard of. */
export const dutyOf = (name: string): string => duties[name] ?? '';
