// What crosses the wire, as the platform's HTTP contract states it. Bodies may carry more fields than named
// here, never fewer.

import * as v from 'valibot';

const finite = v.pipe(v.number(), v.finite());
const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const instant = v.pipe(
  v.string(),
  v.check((text) => !Number.isNaN(Date.parse(text)), 'Not an ISO 8601 time.'),
);
const currency = v.pipe(v.string(), v.regex(/^[A-Z]{3}$/u, 'Not an ISO 4217 code.'));

/** An amount of one currency. It becomes a double here: exact to 15 digits, shown, and never sent back. */
export const MoneySchema = v.object({ amount: finite, currency });
export type Money = v.InferOutput<typeof MoneySchema>;

export const DataStateSchema = v.picklist(['fresh', 'carried', 'stale', 'missing', 'replayed']);
export type DataState = v.InferOutput<typeof DataStateSchema>;

export const ServiceHealthSchema = v.object({
  name: v.pipe(v.string(), v.minLength(1)),
  aliases: v.array(v.string()),
  status: v.picklist(['online', 'degraded', 'offline']),
  latencyMs: v.nullish(v.pipe(finite, v.minValue(0))),
  detail: v.nullish(v.string()),
  role: v.nullish(v.string()),
  port: v.nullish(count),
});
export type ServiceHealth = v.InferOutput<typeof ServiceHealthSchema>;

export const AggregateSchema = v.object({
  services: v.array(ServiceHealthSchema),
  online: count,
  total: count,
  elapsedMs: finite,
});
export type Aggregate = v.InferOutput<typeof AggregateSchema>;

export const GatewayStatusSchema = v.object({
  status: v.picklist(['ok', 'degraded']),
  version: v.string(),
  uptimeSeconds: finite,
  db: v.picklist(['connected', 'unreachable']),
  redis: v.picklist(['connected', 'unreachable']),
  time: instant,
});
export type GatewayStatus = v.InferOutput<typeof GatewayStatusSchema>;

export const CircuitSchema = v.object({
  backend: v.string(),
  state: v.picklist(['closed', 'open', 'halfOpen']),
  failures: count,
  openedAt: v.nullish(instant),
  retryAfterSeconds: v.nullish(finite),
});
export type Circuit = v.InferOutput<typeof CircuitSchema>;

export const CircuitsSchema = v.object({ circuits: v.array(CircuitSchema) });

/** Sources arrive as their names or as their number alone. */
const sources = v.pipe(
  v.union([v.array(v.string()), count]),
  v.transform((value) =>
    typeof value === 'number' ? { count: value, names: [] as string[] } : { count: value.length, names: value },
  ),
);

export const RateSchema = v.object({
  rate: v.nullable(v.pipe(finite, v.gtValue(0))),
  state: DataStateSchema,
  ageSeconds: v.nullish(finite),
  sources,
  dispersionBp: v.nullish(v.pipe(finite, v.minValue(0))),
});

export const RatesSchema = v.object({
  base: currency,
  asOf: instant,
  rates: v.record(currency, RateSchema),
});
export type Rates = v.InferOutput<typeof RatesSchema>;

export const TickSchema = v.object({
  pair: v.pipe(v.string(), v.regex(/^[A-Z]{3}\/[A-Z]{3}$/u, 'Not a pair such as USD/KES.')),
  rate: v.pipe(finite, v.gtValue(0)),
  state: DataStateSchema,
  at: instant,
  sequence: count,
});
export type Tick = v.InferOutput<typeof TickSchema>;

export const HistorySchema = v.object({
  base: currency,
  quote: currency,
  points: v.array(v.object({ date: instant, rate: v.pipe(finite, v.gtValue(0)), source: v.string() })),
});
export type History = v.InferOutput<typeof HistorySchema>;

const ExposureSchema = v.object({
  currency,
  loans: count,
  outstanding: MoneySchema,
  /** Null where no rate is known: the book's total then leaves this currency out, and says so. */
  inBase: v.nullable(MoneySchema),
  rateState: v.optional(DataStateSchema),
});
export type Exposure = v.InferOutput<typeof ExposureSchema>;

const ValueAtRiskSchema = v.object({
  confidence: v.pipe(finite, v.gtValue(0), v.ltValue(1)),
  horizonDays: v.pipe(finite, v.gtValue(0)),
  var: MoneySchema,
  expectedShortfall: v.nullish(MoneySchema),
  standardError: v.nullish(MoneySchema),
  observations: count,
  method: v.string(),
  components: v.array(v.object({ currency, var: MoneySchema, share: finite })),
});
export type ValueAtRisk = v.InferOutput<typeof ValueAtRiskSchema>;

export const ReportSchema = v.object({
  id: v.union([v.string(), v.pipe(v.number(), v.integer())]),
  generatedAt: instant,
  avgRiskScore: v.nullable(finite),
  maxRiskScore: v.nullable(finite),
  minRiskScore: v.nullable(finite),
  totalRecords: count,
  baseCurrency: currency,
  exposures: v.array(ExposureSchema),
  valueAtRisk: v.nullish(ValueAtRiskSchema),
  gaps: v.optional(v.array(v.string()), []),
  lineage: v.object({
    asOf: instant,
    dataState: DataStateSchema,
    modelVersion: v.string(),
    inputsHash: v.string(),
  }),
});
export type Report = v.InferOutput<typeof ReportSchema>;

const WorkflowStepSchema = v.object({
  name: v.string(),
  service: v.string(),
  status: v.string(),
  elapsedMs: v.nullish(finite),
  result: v.optional(v.unknown()),
});
export type WorkflowStep = v.InferOutput<typeof WorkflowStepSchema>;

export const WorkflowSchema = v.object({
  workflowId: v.string(),
  steps: v.array(WorkflowStepSchema),
  status: v.picklist(['completed', 'failed', 'partial']),
});
export type Workflow = v.InferOutput<typeof WorkflowSchema>;

/** `errors` is either the framework's map of field to messages or a plain list; both become one list of sentences. */
const faults = v.pipe(
  v.union([v.record(v.string(), v.array(v.string())), v.array(v.unknown())]),
  v.transform((value) =>
    Array.isArray(value)
      ? value.map((fault) => (typeof fault === 'string' ? fault : JSON.stringify(fault)))
      : Object.entries(value).flatMap(([field, texts]) => texts.map((text) => (field ? `${field}: ${text}` : text))),
  ),
);

/** RFC 9457 problem details, with the platform's members. A failed workflow also carries the steps it got through. */
export const ProblemSchema = v.object({
  title: v.string(),
  status: v.optional(v.number()),
  detail: v.nullish(v.string()),
  traceId: v.nullish(v.string()),
  errors: v.optional(faults),
  steps: v.optional(v.fallback(v.array(WorkflowStepSchema), [])),
});
