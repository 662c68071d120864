import { expect, test } from 'vitest';
import { bookState, initialModel, onlineCount, update, type Message, type Model } from '../src/app/model';
import type { Failure } from '../src/gateway/failure';
import type { Rates, ServiceHealth, Tick } from '../src/gateway/schemas';
import { worstState, type RateRow } from '../src/rates/board';
import { known } from '../src/shared/remote';

const now = Date.parse('2026-09-29T12:00:00Z');
const failure: Failure = { reason: 'unreachable', title: 'Gateway unreachable', detail: 'no route' };

const rates = (base: string, kes: number | null): Rates => ({
  base,
  asOf: '2026-09-29T11:59:00Z',
  rates: {
    KES: { rate: kes, state: kes === null ? 'missing' : 'fresh', ageSeconds: 60, sources: { count: 2, names: [] } },
    INR: { rate: 96, state: 'stale', ageSeconds: 9_000, sources: { count: 1, names: ['ecb'] }, dispersionBp: 4 },
  },
});

const tick = (rate: number, sequence: number, pair = 'USD/KES'): Tick => ({
  pair,
  rate,
  state: 'fresh',
  at: '2026-09-29T12:00:01Z',
  sequence,
});

const service = (
  name: string,
  status: ServiceHealth['status'],
  more: Partial<ServiceHealth> = {},
): ServiceHealth => ({
  name,
  aliases: [],
  status,
  latencyMs: 3,
  ...more,
});

const play = (...messages: readonly Message[]): Model => messages.reduce(update, initialModel('USD', now));

const loaded = (kes: number | null = 129): Message => ({ kind: 'ratesKnown', rates: rates('USD', kes), now });
const ticked = (...of: Parameters<typeof tick>): Message => ({ kind: 'ticked', tick: tick(...of), now: now + 1_500 });

function rowOf(model: Model, quote: string): RateRow {
  const row = known(model.rates)?.rows.find((candidate) => candidate.quote === quote);
  if (row === undefined) {
    throw new Error(`No row of ${quote}.`);
  }
  return row;
}

test('rates become rows by name, with the moment each was observed', () => {
  const model = play(loaded());
  expect(known(model.rates)?.rows.map((row) => row.pair)).toEqual(['USD/INR', 'USD/KES']);
  expect(rowOf(model, 'KES')).toEqual({
    pair: 'USD/KES',
    quote: 'KES',
    rate: 129,
    openingRate: 129,
    state: 'fresh',
    observedAt: now - 60_000,
    sources: { count: 2, names: [] },
    dispersionBp: null,
    direction: 'same',
    changes: 0,
    sequence: null,
  });
});

test('a tick moves one row and keeps its opening rate', () => {
  const before = play(loaded());
  const model = update(before, ticked(130, 7));
  expect(rowOf(model, 'KES')).toMatchObject({
    rate: 130,
    openingRate: 129,
    direction: 'up',
    changes: 1,
    sequence: 7,
    observedAt: Date.parse('2026-09-29T12:00:01Z'),
  });
  expect(rowOf(model, 'INR')).toBe(rowOf(before, 'INR'));
  expect(model.lastTickAt).toBe(now + 1_500);
});

test('a tick of the same rate refreshes age and state but is no change', () => {
  expect(rowOf(play(loaded(), ticked(129, 1)), 'KES')).toMatchObject({ changes: 0, direction: 'same', sequence: 1 });
});

test.each([
  ['out of order', ticked(131, 4)],
  ['repeated', ticked(131, 5)],
  ['of an unknown pair', ticked(131, 9, 'USD/XAF')],
  ['of another base', ticked(131, 9, 'EUR/KES')],
])('a tick %s changes nothing', (_, message) => {
  const before = play(loaded(), ticked(130, 5));
  expect(update(before, message)).toBe(before);
});

test('a stream opened anew may count from one again', () => {
  const model = play(loaded(), ticked(130, 500), { kind: 'streamOpened', stream: 'tickStream' }, ticked(131, 1));
  expect(rowOf(model, 'KES')).toMatchObject({ rate: 131, sequence: 1, changes: 2 });
});

test('a missing rate that gets its first tick opens there', () => {
  expect(rowOf(play(loaded(null), ticked(130, 1)), 'KES')).toMatchObject({ rate: 130, openingRate: 130, changes: 0 });
});

test('a refresh keeps opening rates, shows the fall and survives a failure', () => {
  const model = play(loaded(129), { kind: 'asked', what: 'rates', now }, loaded(128));
  expect(rowOf(model, 'KES')).toMatchObject({ rate: 128, openingRate: 129, direction: 'down', changes: 1 });

  const failed = update(model, { kind: 'failed', what: 'rates', failure });
  expect(failed.rates).toMatchObject({ kind: 'failure', failure });
  expect(rowOf(failed, 'KES').rate).toBe(128);
  expect(update(failed, ticked(130, 1)).rates.kind).toBe('failure');
});

test('the first failure has nothing to show, the first question neither', () => {
  expect(play({ kind: 'asked', what: 'report', now }).report).toEqual({ kind: 'loading' });
  expect(play({ kind: 'failed', what: 'report', failure }).report).toEqual({ kind: 'failure', failure });
});

test('another base empties the table and drops late answers of the old one', () => {
  const model = play(loaded(), { kind: 'pairToggled', quote: 'KES' }, { kind: 'baseChosen', base: 'EUR' });
  expect(model).toMatchObject({ base: 'EUR', rates: { kind: 'notAsked' }, selection: null });
  expect(update(model, loaded())).toBe(model);
  expect(known(update(model, { kind: 'ratesKnown', rates: rates('EUR', 150), now }).rates)?.base).toBe('EUR');
});

test('a pair opens, another takes its place with the same span, the same one closes', () => {
  const open = play(loaded(), { kind: 'pairToggled', quote: 'KES' }, { kind: 'spanChosen', span: '3m' });
  expect(open.selection).toEqual({ quote: 'KES', span: '3m' });
  const other = update(open, { kind: 'pairToggled', quote: 'INR' });
  expect(other.selection).toEqual({ quote: 'INR', span: '3m' });
  expect(update(other, { kind: 'pairToggled', quote: 'INR' }).selection).toBeNull();
});

test('the history of a pair nobody looks at any more is dropped', () => {
  const model = play(loaded(), { kind: 'pairToggled', quote: 'INR' });
  const late: Message = { kind: 'historyKnown', history: { base: 'USD', quote: 'KES', points: [] } };
  expect(update(model, late)).toBe(model);
});

test('status events change one service, keep its role and port, and move the count', () => {
  const services = [service('reporting', 'online', { role: 'Reports', port: 5003 }), service('ingestion', 'online')];
  const model = play(
    { kind: 'servicesKnown', aggregate: { services, online: 2, total: 2, elapsedMs: 5 } },
    { kind: 'serviceChanged', service: service('reporting', 'offline', { detail: 'refused', latencyMs: null }) },
  );
  expect(onlineCount(model)).toEqual({ online: 1, total: 2 });
  expect(known(model.services)).toEqual([
    service('ingestion', 'online'),
    service('reporting', 'offline', { detail: 'refused', latencyMs: null, role: 'Reports', port: 5003 }),
  ]);
  expect(onlineCount(play())).toBeUndefined();
});

test('streams are connecting, live, lost with a time to retry, and off', () => {
  const states = (['streamOpening', 'streamOpened', 'streamEnded'] as const).map(
    (kind) => play({ kind, stream: 'statusStream' }).statusStream,
  );
  expect(states).toEqual([{ kind: 'connecting' }, { kind: 'live' }, { kind: 'idle' }]);
  expect(play({ kind: 'streamLost', stream: 'tickStream', retryAt: now + 4_000 }).tickStream).toEqual({
    kind: 'lost',
    retryAt: now + 4_000,
  });
});

test('the workflow runs from its start, forgets an earlier run and can be put away', () => {
  const ended: Message = { kind: 'workflowEnded', workflow: { workflowId: 'w', steps: [], status: 'completed' } };
  const again = play(ended, { kind: 'asked', what: 'workflow', now });
  expect(again).toMatchObject({ workflow: { kind: 'loading' }, workflowStartedAt: now });
  expect(known(again.workflow)).toBeUndefined();
  expect(update(again, { kind: 'workflowDismissed' })).toMatchObject({ workflow: { kind: 'notAsked' } });
});

test('without a report the book is as good as its worst rate', () => {
  expect(bookState(play(loaded()))).toEqual({ state: 'stale', asOf: '2026-09-29T11:59:00Z' });
  expect(bookState(play(loaded(null)))?.state).toBe('missing');
  expect(bookState(play())).toBeUndefined();
  expect(worstState(['replayed', 'fresh', 'carried', 'stale'])).toBe('replayed');
  expect(worstState(['missing', 'replayed'])).toBe('missing');
});
