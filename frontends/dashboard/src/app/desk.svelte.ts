// Where messages come from: answers, streams and the clock. What they mean is `update`'s business.

import type { Answer, GatewayClient } from '../gateway/client';
import { decode, parseJson } from '../gateway/client';
import { ServiceHealthSchema, TickSchema } from '../gateway/schemas';
import { keepStream, type EventSourceLike } from '../gateway/stream';
import { initialModel, pairsOf, update, type HistorySpan, type Message, type Model } from './model';

const clockMs = 1_000;
const pollMs = 20_000;
/** The gateway's heartbeat comes every 15 s; two missed ones and a little are silence. */
const statusSilenceMs = 35_000;
const spanDays: Readonly<Record<HistorySpan, number>> = { '3m': 92, '1y': 366, '5y': 1_827 };

/** The page's own polls ask quietly: no spinner, and a failure stays on the screen until there is something better. */
type Manner = 'openly' | 'quietly';

export interface DeskOptions {
  readonly base: string;
  readonly openEventSource: (url: string) => EventSourceLike;
  readonly now: () => number;
}

export class Desk {
  model: Model = $state.raw(initialModel('USD', 0));

  readonly #client: GatewayClient;
  readonly #options: DeskOptions;
  readonly #timers: ReturnType<typeof setInterval>[] = [];
  #endStatusStream: (() => void) | undefined;
  #endTickStream: (() => void) | undefined;
  #tickPairs = '';

  constructor(client: GatewayClient, options: DeskOptions) {
    this.#client = client;
    this.#options = options;
    this.model = initialModel(options.base, options.now());
  }

  get gatewayUrl(): string {
    return this.#client.baseUrl;
  }

  start(): void {
    this.refresh();
    this.#openStatusStream();
    this.#timers.push(setInterval(() => this.#dispatch({ kind: 'clock', now: this.#options.now() }), clockMs));
    this.#timers.push(setInterval(() => this.refresh('quietly'), pollMs));
  }

  stop(): void {
    this.#timers.forEach(clearInterval);
    this.#endStatusStream?.();
    this.#endTickStream?.();
  }

  refresh(manner: Manner = 'openly'): void {
    void this.#ask('gateway', this.#client.status(), (status) => ({ kind: 'gatewayKnown', status }), manner);
    void this.#ask(
      'services',
      this.#client.aggregate(),
      (aggregate) => ({ kind: 'servicesKnown', aggregate }),
      manner,
    );
    void this.#askCircuits(manner);
    void this.#askRates(manner);
    void this.#askReport(manner);
  }

  chooseBase(base: string): void {
    if (base === this.model.base) {
      return;
    }
    this.#endTickStream?.();
    this.#tickPairs = '';
    this.#dispatch({ kind: 'streamEnded', stream: 'tickStream' });
    this.#dispatch({ kind: 'baseChosen', base });
    void this.#askRates('openly');
  }

  togglePair(quote: string): void {
    this.#dispatch({ kind: 'pairToggled', quote });
    void this.askHistory();
  }

  chooseSpan(span: HistorySpan): void {
    this.#dispatch({ kind: 'spanChosen', span });
    void this.askHistory();
  }

  async runRiskFull(): Promise<void> {
    if (this.model.workflow.kind === 'loading') {
      return;
    }
    await this.#ask(
      'workflow',
      this.#client.runRiskFull(),
      (workflow) => ({ kind: 'workflowEnded', workflow }),
      'openly',
    );
    this.refresh();
  }

  dismissWorkflow(): void {
    this.#dispatch({ kind: 'workflowDismissed' });
  }

  async askHistory(): Promise<void> {
    const { selection, base, rates } = this.model;
    if (selection === null) {
      return;
    }
    // The span ends where the rates do: replayed history may end long before today.
    const asOf = rates.kind === 'success' ? Date.parse(rates.value.asOf) : this.#options.now();
    const from = dateOf(asOf - spanDays[selection.span] * 86_400_000);
    await this.#ask(
      'history',
      this.#client.history(base, selection.quote, from, dateOf(asOf)),
      (history) => ({ kind: 'historyKnown', history }),
      'openly',
      () => this.model.selection === selection,
    );
  }

  async #askRates(manner: Manner): Promise<void> {
    const { base } = this.model;
    await this.#ask(
      'rates',
      this.#client.rates(base),
      (rates) => ({ kind: 'ratesKnown', rates, now: this.#options.now() }),
      manner,
      () => this.model.base === base,
    );
    this.#openTickStream();
  }

  #askReport(manner: Manner): Promise<void> {
    return this.#ask('report', this.#client.latestReport(), (latest) => ({ kind: 'reportKnown', latest }), manner);
  }

  #askCircuits(manner: Manner): Promise<void> {
    return this.#ask(
      'circuits',
      this.#client.circuits(),
      (circuits) => ({ kind: 'circuitsKnown', circuits }),
      manner,
    );
  }

  /** @param isWanted Asked when the answer comes: false drops it, because the question has changed. */
  async #ask<T>(
    what: Extract<Message, { kind: 'asked' }>['what'],
    question: Promise<Answer<T>>,
    toMessage: (value: T) => Message,
    manner: Manner,
    isWanted: () => boolean = () => true,
  ): Promise<void> {
    if (manner === 'openly') {
      this.#dispatch({ kind: 'asked', what, now: this.#options.now() });
    }
    const answer = await question;
    if (isWanted()) {
      this.#dispatch(answer.ok ? toMessage(answer.value) : { kind: 'failed', what, failure: answer.failure });
    }
  }

  #openStatusStream(): void {
    let wasLost = false;
    this.#dispatch({ kind: 'streamOpening', stream: 'statusStream' });
    this.#endStatusStream = keepStream(
      this.#client.url('/api/aggregate/stream'),
      {
        events: { status: (data) => this.#takeStatus(data), heartbeat: () => undefined },
        opened: () => {
          this.#dispatch({ kind: 'streamOpened', stream: 'statusStream' });
          if (wasLost) {
            wasLost = false;
            this.refresh();
          }
        },
        lost: (retryInMs) => {
          wasLost = true;
          const retryAt = this.#options.now() + retryInMs;
          this.#dispatch({ kind: 'streamLost', stream: 'statusStream', retryAt });
        },
      },
      { open: this.#options.openEventSource, silenceMs: statusSilenceMs },
    );
  }

  /** Follows the table: other pairs than before need another stream. */
  #openTickStream(): void {
    const pairs = pairsOf(this.model);
    if (pairs.join() === this.#tickPairs || pairs.length === 0) {
      return;
    }
    this.#tickPairs = pairs.join();
    this.#endTickStream?.();
    this.#dispatch({ kind: 'streamOpening', stream: 'tickStream' });
    const take = (data: string): void => this.#takeTick(data);
    this.#endTickStream = keepStream(
      this.#client.tickStreamUrl(pairs),
      {
        // The contract names the ticks' shape and not their event: a bare `message` and `tick` both count.
        events: { message: take, tick: take },
        opened: () => this.#dispatch({ kind: 'streamOpened', stream: 'tickStream' }),
        lost: (retryInMs) => {
          const retryAt = this.#options.now() + retryInMs;
          this.#dispatch({ kind: 'streamLost', stream: 'tickStream', retryAt });
        },
      },
      { open: this.#options.openEventSource },
    );
  }

  #takeStatus(data: string): void {
    const decoded = decode(ServiceHealthSchema, parseJson(data), 'status event');
    if (decoded.ok) {
      this.#dispatch({ kind: 'serviceChanged', service: decoded.value });
      void this.#askCircuits('quietly');
    } else {
      this.#dispatch({ kind: 'failed', what: 'services', failure: decoded.failure });
    }
  }

  #takeTick(data: string): void {
    const decoded = decode(TickSchema, parseJson(data), 'tick');
    this.#dispatch(
      decoded.ok
        ? { kind: 'ticked', tick: decoded.value, now: this.#options.now() }
        : { kind: 'failed', what: 'rates', failure: decoded.failure },
    );
  }

  #dispatch(message: Message): void {
    this.model = update(this.model, message);
  }
}

const dateOf = (milliseconds: number): string => new Date(milliseconds).toISOString().slice(0, 10);
