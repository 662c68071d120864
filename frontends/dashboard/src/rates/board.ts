// The FX table as data: what the gateway said, moved on by ticks.

import type { DataState, Rates, Tick } from '../gateway/schemas';

export type Direction = 'up' | 'down' | 'same';

export interface RateRow {
  /** Base and quote as one name: USD/KES. */
  readonly pair: string;
  readonly quote: string;
  /** Units of quote for one unit of base; null when no source has it. */
  readonly rate: number | null;
  /** The first rate this page saw, against which the move is shown. */
  readonly openingRate: number | null;
  readonly state: DataState;
  /** When the rate was observed, in milliseconds since 1970; null when the gateway gave no age. */
  readonly observedAt: number | null;
  readonly sources: { readonly count: number; readonly names: readonly string[] };
  readonly dispersionBp: number | null;
  readonly direction: Direction;
  /** Grows with each change of the rate, so that each change is shown once. */
  readonly changes: number;
  /** The stream's number of the last tick taken; ticks come in order and an older one is dropped. */
  readonly sequence: number | null;
}

export interface RateBoard {
  readonly base: string;
  readonly asOf: string;
  readonly rows: readonly RateRow[];
}

/** The board of a fresh answer. Opening rates and tick numbers survive from the board it replaces. */
export function boardOf(rates: Rates, receivedAt: number, before: RateBoard | undefined): RateBoard {
  const earlier = new Map(before?.base === rates.base ? before.rows.map((row) => [row.quote, row]) : []);
  const rows = Object.entries(rates.rates)
    .filter(([quote]) => quote !== rates.base)
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([quote, rate]): RateRow => {
      const old = earlier.get(quote);
      return {
        pair: `${rates.base}/${quote}`,
        quote,
        rate: rate.rate,
        openingRate: old?.openingRate ?? rate.rate,
        state: rate.state,
        observedAt: typeof rate.ageSeconds === 'number' ? receivedAt - rate.ageSeconds * 1_000 : null,
        sources: rate.sources,
        dispersionBp: rate.dispersionBp ?? null,
        ...moved(old, rate.rate),
        sequence: old?.sequence ?? null,
      };
    });

  return { base: rates.base, asOf: rates.asOf, rows };
}

/** The board after one tick. A tick of another base, of an unknown pair or out of order changes nothing. */
export function withTick(board: RateBoard, tick: Tick): RateBoard {
  const index = board.rows.findIndex((row) => row.pair === tick.pair);
  const row = board.rows[index];
  if (row === undefined || (row.sequence !== null && tick.sequence <= row.sequence)) {
    return board;
  }

  const rows = board.rows.with(index, {
    ...row,
    rate: tick.rate,
    openingRate: row.openingRate ?? tick.rate,
    state: tick.state,
    observedAt: Date.parse(tick.at),
    ...moved(row, tick.rate),
    sequence: tick.sequence,
  });
  return { ...board, rows };
}

/** Forgets tick numbers: a stream that was opened anew may count from one again. */
export const withoutSequences = (board: RateBoard): RateBoard => ({
  ...board,
  rows: board.rows.map((row) => ({ ...row, sequence: null })),
});

function moved(old: RateRow | undefined, rate: number | null): { direction: Direction; changes: number } {
  if (old === undefined || old.rate === null || rate === null || old.rate === rate) {
    return { direction: old?.direction ?? 'same', changes: old?.changes ?? 0 };
  }
  return { direction: rate > old.rate ? 'up' : 'down', changes: old.changes + 1 };
}

/** The platform's order, best first (docs/methods/staleness.md); a book is as good as its worst rate. */
const byConcern: readonly DataState[] = ['fresh', 'carried', 'stale', 'replayed', 'missing'];

/** The worst state among these, or undefined when there are none. */
export function worstState(states: readonly DataState[]): DataState | undefined {
  return states.reduce<DataState | undefined>(
    (worst, state) => (worst === undefined || byConcern.indexOf(state) > byConcern.indexOf(worst) ? state : worst),
    undefined,
  );
}

/** How many rows are in each state that occurs, best first. */
export function countStates(board: RateBoard): readonly { state: DataState; rows: number }[] {
  return byConcern
    .map((state) => ({ state, rows: board.rows.filter((row) => row.state === state).length }))
    .filter(({ rows }) => rows > 0);
}
