// The one place that fetches. Everything it returns is decoded; every way to fail is a value.

import * as v from 'valibot';
import type { Failure } from './failure';
import {
  AggregateSchema,
  CircuitsSchema,
  GatewayStatusSchema,
  HistorySchema,
  ProblemSchema,
  RatesSchema,
  ReportSchema,
  WorkflowSchema,
  type Aggregate,
  type Circuit,
  type GatewayStatus,
  type History,
  type Rates,
  type Report,
  type Workflow,
} from './schemas';

export type Answer<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly failure: Failure };

/** The store may be empty before the first run: that is an answer, not a failure. */
export type LatestReport =
  { readonly kind: 'report'; readonly report: Report } | { readonly kind: 'none'; readonly detail: string };

const readTimeoutMs = 10_000;
/** The workflow collects, ingests and reports before it answers. */
const workflowTimeoutMs = 180_000;

export class GatewayClient {
  readonly #baseUrl: string;

  /** @param baseUrl The gateway's base URL; a trailing slash is allowed. */
  constructor(baseUrl: string) {
    this.#baseUrl = baseUrl.replace(/\/+$/u, '');
  }

  get baseUrl(): string {
    return this.#baseUrl;
  }

  url(path: string): string {
    return `${this.#baseUrl}${path}`;
  }

  status(): Promise<Answer<GatewayStatus>> {
    return this.#get('/api/status', GatewayStatusSchema);
  }

  aggregate(): Promise<Answer<Aggregate>> {
    return this.#get('/api/aggregate', AggregateSchema);
  }

  async circuits(): Promise<Answer<readonly Circuit[]>> {
    const answer = await this.#get('/api/circuit/status', CircuitsSchema);
    return answer.ok ? { ok: true, value: answer.value.circuits } : answer;
  }

  rates(base: string): Promise<Answer<Rates>> {
    return this.#get(`/api/market-data/rates?base=${encodeURIComponent(base)}`, RatesSchema);
  }

  /** @param from First date wanted, ISO 8601. @param to Last date wanted, ISO 8601. */
  history(base: string, quote: string, from: string, to: string): Promise<Answer<History>> {
    const path = `/api/market-data/rates/${encodeURIComponent(base)}/${encodeURIComponent(quote)}/history`;
    return this.#get(`${path}?from=${from}&to=${to}`, HistorySchema);
  }

  async latestReport(): Promise<Answer<LatestReport>> {
    const answer = await this.#get('/api/reports/latest', ReportSchema);
    if (answer.ok) {
      return { ok: true, value: { kind: 'report', report: answer.value } };
    }

    const { failure } = answer;
    return failure.reason === 'problem' && failure.status === 404
      ? { ok: true, value: { kind: 'none', detail: failure.detail } }
      : answer;
  }

  runRiskFull(): Promise<Answer<Workflow>> {
    return this.#get('/api/workflow/risk-full', WorkflowSchema, workflowTimeoutMs);
  }

  tickStreamUrl(pairs: readonly string[]): string {
    return this.url(`/api/market-data/stream?pairs=${pairs.join(',')}`);
  }

  async #get<TSchema extends v.GenericSchema>(
    path: string,
    schema: TSchema,
    timeoutMs = readTimeoutMs,
  ): Promise<Answer<v.InferOutput<TSchema>>> {
    let response: Response;
    let body: unknown;
    try {
      response = await fetch(this.url(path), {
        headers: { accept: 'application/json, application/problem+json' },
        cache: 'no-store',
        signal: AbortSignal.timeout(timeoutMs),
      });
      body = parseJson(await response.text());
    } catch (error) {
      return { ok: false, failure: transportFailure(error, this.url(path), timeoutMs) };
    }

    return response.ok ? decode(schema, body, path) : { ok: false, failure: problemOf(response.status, body, path) };
  }
}

/** Decodes one body by its schema; a body that breaks the contract names the first field that did. */
export function decode<TSchema extends v.GenericSchema>(
  schema: TSchema,
  body: unknown,
  origin: string,
): Answer<v.InferOutput<TSchema>> {
  const parsed = v.safeParse(schema, body);
  if (parsed.success) {
    return { ok: true, value: parsed.output };
  }

  const [issue] = parsed.issues;
  const field = v.getDotPath(issue) ?? 'body';
  return {
    ok: false,
    failure: {
      reason: 'contract',
      title: 'The answer breaks the contract',
      detail: `${origin}: ${field}: ${issue.message}`,
    },
  };
}

/** @returns The parsed text, or undefined when it isn't JSON; undefined fits no schema. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    if (error instanceof SyntaxError) {
      return undefined;
    }
    throw error;
  }
}

function problemOf(status: number, body: unknown, path: string): Failure {
  const parsed = v.safeParse(ProblemSchema, body);
  if (!parsed.success) {
    // A bare 404 from a proxy must not read as "no report yet", hence not a problem.
    return {
      reason: 'contract',
      title: `HTTP ${status} without problem details`,
      detail: `${path} failed and gave no reason.`,
    };
  }

  const { title, detail, traceId, errors = [], steps } = parsed.output;
  return {
    reason: 'problem',
    status,
    title,
    detail: detail ?? `${path} answered ${status}.`,
    // The services often say their only faults in `detail` as well; once is enough.
    errors: errors.join(' ') === detail ? [] : errors,
    steps: steps ?? [],
    ...(traceId ? { traceId } : {}),
  };
}

function transportFailure(error: unknown, url: string, timeoutMs: number): Failure {
  if (error instanceof DOMException && error.name === 'TimeoutError') {
    return { reason: 'timeout', title: 'No answer in time', detail: `${url} gave no answer in ${timeoutMs / 1000} s.` };
  }
  // A browser doesn't tell a refused origin from a refused connection.
  const origin = globalThis.location?.origin;
  const refusal = origin === undefined ? '' : `, or it refuses pages from ${origin}`;
  return { reason: 'unreachable', title: 'Gateway unreachable', detail: `${url} can't be reached${refusal}.` };
}
