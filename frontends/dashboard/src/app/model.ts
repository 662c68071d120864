// The whole screen as one value, and each thing that can happen to it.

import type { LatestReport } from '../gateway/client';
import type { Failure } from '../gateway/failure';
import type {
  Aggregate,
  Circuit,
  DataState,
  GatewayStatus,
  History,
  Rates,
  ServiceHealth,
  Tick,
  Workflow,
} from '../gateway/schemas';
import { boardOf, withoutSequences, withTick, worstState, type RateBoard } from '../rates/board';
import { known, notAsked, toFailure, toLoading, type Remote } from '../shared/remote';

export type StreamState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'connecting' }
  | { readonly kind: 'live' }
  /** @remarks `retryAt` is in milliseconds since 1970. */
  | { readonly kind: 'lost'; readonly retryAt: number };

export type HistorySpan = '3m' | '1y' | '5y';

export interface Selection {
  readonly quote: string;
  readonly span: HistorySpan;
}

export interface Model {
  readonly now: number;
  readonly base: string;
  readonly gateway: Remote<GatewayStatus>;
  readonly services: Remote<readonly ServiceHealth[]>;
  readonly circuits: Remote<readonly Circuit[]>;
  readonly rates: Remote<RateBoard>;
  readonly report: Remote<LatestReport>;
  readonly workflow: Remote<Workflow>;
  readonly workflowStartedAt: number | null;
  readonly selection: Selection | null;
  readonly history: Remote<History>;
  readonly statusStream: StreamState;
  readonly tickStream: StreamState;
  readonly lastTickAt: number | null;
}

type Asked = 'gateway' | 'services' | 'circuits' | 'rates' | 'report' | 'workflow' | 'history';
type Stream = 'statusStream' | 'tickStream';

export type Message =
  | { readonly kind: 'clock'; readonly now: number }
  | { readonly kind: 'asked'; readonly what: Asked; readonly now: number }
  | { readonly kind: 'failed'; readonly what: Asked; readonly failure: Failure }
  | { readonly kind: 'gatewayKnown'; readonly status: GatewayStatus }
  | { readonly kind: 'servicesKnown'; readonly aggregate: Aggregate }
  | { readonly kind: 'serviceChanged'; readonly service: ServiceHealth }
  | { readonly kind: 'circuitsKnown'; readonly circuits: readonly Circuit[] }
  | { readonly kind: 'ratesKnown'; readonly rates: Rates; readonly now: number }
  | { readonly kind: 'ticked'; readonly tick: Tick; readonly now: number }
  | { readonly kind: 'reportKnown'; readonly latest: LatestReport }
  | { readonly kind: 'workflowEnded'; readonly workflow: Workflow }
  | { readonly kind: 'workflowDismissed' }
  | { readonly kind: 'historyKnown'; readonly history: History }
  | { readonly kind: 'baseChosen'; readonly base: string }
  | { readonly kind: 'pairToggled'; readonly quote: string }
  | { readonly kind: 'spanChosen'; readonly span: HistorySpan }
  | { readonly kind: 'streamOpening'; readonly stream: Stream }
  | { readonly kind: 'streamOpened'; readonly stream: Stream }
  | { readonly kind: 'streamLost'; readonly stream: Stream; readonly retryAt: number }
  | { readonly kind: 'streamEnded'; readonly stream: Stream };

export function initialModel(base: string, now: number): Model {
  return {
    now,
    base,
    gateway: notAsked,
    services: notAsked,
    circuits: notAsked,
    rates: notAsked,
    report: notAsked,
    workflow: notAsked,
    workflowStartedAt: null,
    selection: null,
    history: notAsked,
    statusStream: { kind: 'idle' },
    tickStream: { kind: 'idle' },
    lastTickAt: null,
  };
}

export function update(model: Model, message: Message): Model {
  switch (message.kind) {
    case 'clock':
      return { ...model, now: message.now };
    case 'asked':
      return {
        ...model,
        [message.what]: toLoading<unknown>(model[message.what]),
        ...(message.what === 'workflow' ? { workflow: { kind: 'loading' }, workflowStartedAt: message.now } : {}),
      };
    case 'failed':
      return { ...model, [message.what]: toFailure<unknown>(model[message.what], message.failure) };
    case 'gatewayKnown':
      return { ...model, gateway: { kind: 'success', value: message.status } };
    case 'servicesKnown':
      return { ...model, services: { kind: 'success', value: byName(message.aggregate.services) } };
    case 'serviceChanged':
      return { ...model, services: { kind: 'success', value: upsert(known(model.services), message.service) } };
    case 'circuitsKnown':
      return { ...model, circuits: { kind: 'success', value: message.circuits } };
    case 'ratesKnown':
      return withRates(model, message.rates, message.now);
    case 'ticked':
      return withTickOf(model, message.tick, message.now);
    case 'reportKnown':
      return { ...model, report: { kind: 'success', value: message.latest } };
    case 'workflowEnded':
      return { ...model, workflow: { kind: 'success', value: message.workflow } };
    case 'workflowDismissed':
      return { ...model, workflow: notAsked, workflowStartedAt: null };
    case 'historyKnown':
      return isSelected(model, message.history)
        ? { ...model, history: { kind: 'success', value: message.history } }
        : model;
    case 'baseChosen':
      return message.base === model.base
        ? model
        : { ...model, base: message.base, rates: notAsked, selection: null, history: notAsked, lastTickAt: null };
    case 'pairToggled':
      return withPair(model, message.quote);
    case 'spanChosen':
      return model.selection === null ? model : { ...model, selection: { ...model.selection, span: message.span } };
    case 'streamOpening':
      return { ...model, [message.stream]: { kind: 'connecting' } };
    case 'streamOpened':
      return withStreamOpened(model, message.stream);
    case 'streamLost':
      return { ...model, [message.stream]: { kind: 'lost', retryAt: message.retryAt } };
    case 'streamEnded':
      return { ...model, [message.stream]: { kind: 'idle' } };
  }
}

/** An answer for a base that is no longer chosen comes too late and is dropped. */
function withRates(model: Model, rates: Rates, now: number): Model {
  return rates.base === model.base
    ? { ...model, rates: { kind: 'success', value: boardOf(rates, now, known(model.rates)) } }
    : model;
}

function withTickOf(model: Model, tick: Tick, now: number): Model {
  const board = known(model.rates);
  if (board === undefined) {
    return model;
  }
  const ticked = withTick(board, tick);
  return ticked === board ? model : { ...replaceBoard(model, ticked), lastTickAt: now };
}

function withStreamOpened(model: Model, stream: Stream): Model {
  const opened = { ...model, [stream]: { kind: 'live' } as const };
  const board = known(model.rates);
  return stream === 'tickStream' && board !== undefined ? replaceBoard(opened, withoutSequences(board)) : opened;
}

/** A new board in the same state of asking: a tick neither ends a refresh nor heals a failure. */
function replaceBoard(model: Model, board: RateBoard): Model {
  const { rates } = model;
  return {
    ...model,
    rates:
      rates.kind === 'loading' || rates.kind === 'failure'
        ? { ...rates, last: board }
        : { kind: 'success', value: board },
  };
}

function withPair(model: Model, quote: string): Model {
  return model.selection?.quote === quote
    ? { ...model, selection: null, history: notAsked }
    : { ...model, selection: { quote, span: model.selection?.span ?? '1y' }, history: notAsked };
}

const isSelected = (model: Model, history: History): boolean =>
  history.base === model.base && history.quote === model.selection?.quote;

const byName = (services: readonly ServiceHealth[]): readonly ServiceHealth[] =>
  services.toSorted((left, right) => (left.name < right.name ? -1 : 1));

/** A `status` event may name fewer fields than the aggregate did; what it leaves out stays. */
function upsert(services: readonly ServiceHealth[] = [], changed: ServiceHealth): readonly ServiceHealth[] {
  const old = services.find((service) => service.name === changed.name);
  const merged = {
    ...changed,
    role: changed.role ?? old?.role,
    port: changed.port ?? old?.port,
  };
  return byName([...services.filter((service) => service.name !== changed.name), merged]);
}

/** How many backends are online, of how many; undefined before the first answer. */
export function onlineCount(model: Model): { online: number; total: number } | undefined {
  const services = known(model.services);
  return services === undefined
    ? undefined
    : { online: services.filter((service) => service.status === 'online').length, total: services.length };
}

/** The data state of the book: the report's own when there is one, else that of the worst rate. */
export function bookState(model: Model): { state: DataState; asOf: string } | undefined {
  const latest = known(model.report);
  if (latest?.kind === 'report') {
    return { state: latest.report.lineage.dataState, asOf: latest.report.lineage.asOf };
  }
  const board = known(model.rates);
  const state = worstState(board?.rows.map((row) => row.state) ?? []);
  return board === undefined || state === undefined ? undefined : { state, asOf: board.asOf };
}

/** The pairs whose ticks the table wants. */
export const pairsOf = (model: Model): readonly string[] => known(model.rates)?.rows.map((row) => row.pair) ?? [];
