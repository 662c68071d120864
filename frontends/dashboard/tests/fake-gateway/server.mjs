// A small gateway with bodies in the contract's shapes, for tests and for looking at the page without the platform:
//   node tests/fake-gateway/server.mjs [port] [normal|empty|broken]
// FX rates and their history are the real ones shipped in data/fx; everything else is made up.

import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { fileURLToPath } from 'node:url';

const panel = readPanel();
const lastDate = panel.dates[panel.dates.length - 1] ?? '';

/**
 * @typedef {{
 *   name: string, aliases: string[], status: string, latencyMs: number | null, detail: string | null,
 *   role: string, port: number
 * }} Service
 */

/** @returns {Service[]} */
const services = () => [
  {
    name: 'market-data',
    aliases: ['python', 'crystal', 'lua', 'scala'],
    status: 'online',
    latencyMs: 6.2,
    detail: null,
    role: 'FX collection and consensus',
    port: 41873,
  },
  {
    name: 'ingestion',
    aliases: ['rust'],
    status: 'online',
    latencyMs: 4.8,
    detail: null,
    role: 'Bulk loading',
    port: 38211,
  },
  {
    name: 'reporting',
    aliases: ['kotlin'],
    status: 'degraded',
    latencyMs: 412,
    detail: 'scheduler: last run 94 s late',
    role: 'Risk reports',
    port: 40119,
  },
  {
    name: 'pricing',
    aliases: ['fsharp', 'dart'],
    status: 'offline',
    latencyMs: null,
    detail: 'Connection refused',
    role: 'Options, bonds, loans',
    port: 43007,
  },
];

const circuits = {
  circuits: [
    { backend: 'market-data', state: 'closed', failures: 0 },
    { backend: 'ingestion', state: 'closed', failures: 0 },
    { backend: 'reporting', state: 'halfOpen', failures: 3, openedAt: new Date(Date.now() - 20_000).toISOString() },
    {
      backend: 'pricing',
      state: 'open',
      failures: 9,
      openedAt: new Date(Date.now() - 12_000).toISOString(),
      retryAfterSeconds: 18,
    },
  ],
};

/** @type {Record<string, [number, number, number]>} Loans, mean size in USD, one-day volatility. */
const book = {
  KES: [2841, 412, 0.0042],
  INR: [2310, 655, 0.0031],
  NGN: [1544, 388, 0.0119],
  PHP: [1207, 520, 0.0044],
  GHS: [986, 447, 0.0098],
  UGX: [733, 361, 0.0051],
  MXN: [593, 1204, 0.0073],
};

/** @param {number} value @param {number} digits */
const round = (value, digits) => Number(value.toFixed(digits));

export function report() {
  const exposures = Object.entries(book).map(([currency, [loans, size]]) => {
    const usd = round(loans * size, 2);
    return {
      currency,
      loans,
      outstanding: { amount: round(usd * (panel.at(currency, lastDate) ?? 1), 2), currency },
      inBase: { amount: usd, currency: 'USD' },
    };
  });
  const raw = exposures.map((e) => e.inBase.amount * (book[e.currency]?.[2] ?? 0) * 2.326 * 0.72);
  const total = raw.reduce((sum, value) => sum + value, 0);
  return {
    id: 4711,
    generatedAt: new Date(Date.now() - 38_000).toISOString(),
    avgRiskScore: 7.4182,
    maxRiskScore: 24.81,
    minRiskScore: 1.07,
    totalRecords: exposures.reduce((sum, e) => sum + e.loans, 0),
    baseCurrency: 'USD',
    trigger: 'schedule',
    currenciesWithRates: 28,
    /** @type {string[]} */
    gaps: [],
    exposures,
    valueAtRisk: {
      confidence: 0.99,
      horizonDays: 1,
      var: { amount: round(total, 2), currency: 'USD' },
      expectedShortfall: { amount: round(total * 1.1457, 2), currency: 'USD' },
      standardError: { amount: round(total * 0.0316, 2), currency: 'USD' },
      observations: 500,
      method: 'parametric',
      components: exposures.map((e, i) => ({
        currency: e.currency,
        var: { amount: round(raw[i] ?? 0, 2), currency: 'USD' },
        share: (raw[i] ?? 0) / total,
      })),
    },
    lineage: {
      asOf: `${lastDate}T00:00:00Z`,
      dataState: 'replayed',
      modelVersion: 'parametric-var/1',
      inputsHash: 'sha256:5f1d8c0a77e2b94d1c3e6a0f92b7d4485a1e90c3',
    },
  };
}

/** @param {string} base */
export function rates(base) {
  /** @type {Record<string, unknown>} */
  const rows = {};
  const state = ['fresh', 'fresh', 'fresh', 'fresh', 'carried', 'fresh', 'fresh', 'replayed', 'fresh', 'stale'];
  panel.currencies
    .filter((quote) => quote !== base)
    .forEach((quote, i) => {
      const kind = quote === 'LKR' ? 'missing' : (state[i % state.length] ?? 'fresh');
      rows[quote] = {
        rate: kind === 'missing' ? null : panel.cross(base, quote, lastDate),
        state: kind,
        ageSeconds: { fresh: 4 + i, carried: 5_400, stale: 190_000, replayed: 4_752_000 }[kind] ?? null,
        sources: kind === 'missing' ? 0 : 1 + (i % 4),
        dispersionBp: kind === 'missing' ? null : round(0.4 + ((i * 7) % 11) * 0.83, 2),
      };
    });
  return { base, asOf: `${lastDate}T16:00:00Z`, rates: rows };
}

/** @param {string} base @param {string} quote @param {string} from @param {string} to */
export function history(base, quote, from, to) {
  return {
    base,
    quote,
    points: panel.dates
      .filter((date) => date >= from && date <= to)
      .map((date) => ({ date, rate: panel.cross(base, quote, date), source: 'currency-api' })),
  };
}

/** @param {number} status @param {string} title @param {string} detail */
const problem = (status, title, detail) => ({
  type: 'about:blank',
  title,
  status,
  detail,
  traceId: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
});

const workflow = {
  workflowId: '0199a3c2-77aa-7d10-8f21-0c4f7f0a2b31',
  steps: [
    {
      name: 'collect',
      service: 'market-data',
      status: 'completed',
      elapsedMs: 812.4,
      result: { accepted: 162, rejected: 3, speedup: 3.7 },
    },
    {
      name: 'ingest',
      service: 'ingestion',
      status: 'completed',
      elapsedMs: 1430,
      result: { received: 10214, accepted: 10214, rejected: 0 },
    },
    {
      name: 'report',
      service: 'reporting',
      status: 'completed',
      elapsedMs: 356,
      result: { id: '0199a3c2-5b1e', totalRecords: 10214 },
    },
  ],
  status: 'completed',
};

/** @param {{ scenario?: 'normal' | 'empty' | 'broken', tickMs?: number }} options */
export function createFakeGateway({ scenario = 'normal', tickMs = 700 } = {}) {
  let hasReport = scenario !== 'empty';
  /** @type {Set<import('node:http').ServerResponse>} */
  const streams = new Set();

  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://fake');
    response.setHeader('access-control-allow-origin', '*');

    /** @param {unknown} body @param {number} status */
    const send = (body, status = 200) => {
      response.writeHead(status, { 'content-type': status < 400 ? 'application/json' : 'application/problem+json' });
      response.end(JSON.stringify(body));
    };

    /** @param {(emit: (event: string | null, data: unknown) => void) => NodeJS.Timeout} begin */
    const stream = (begin) => {
      response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
      response.flushHeaders();
      streams.add(response);
      let id = 0;
      const timer = begin((event, data) => {
        response.write(`id: ${++id}\n${event === null ? '' : `event: ${event}\n`}data: ${JSON.stringify(data)}\n\n`);
      });
      response.on('close', () => {
        clearInterval(timer);
        streams.delete(response);
      });
    };

    const historyPath = /^\/api\/market-data\/rates\/([A-Z]{3})\/([A-Z]{3})\/history$/u.exec(url.pathname);
    if (historyPath !== null) {
      const [, base = '', quote = ''] = historyPath;
      send(history(base, quote, url.searchParams.get('from') ?? '', url.searchParams.get('to') ?? '9'));
      return;
    }

    switch (url.pathname) {
      case '/api/status':
        send({
          status: 'ok',
          version: '0.1.0',
          uptimeSeconds: 4_210.5,
          db: 'connected',
          redis: 'connected',
          time: new Date().toISOString(),
        });
        return;
      case '/api/aggregate': {
        const all = services();
        send({
          services: all,
          online: all.filter((s) => s.status === 'online').length,
          total: all.length,
          elapsedMs: 14.2,
        });
        return;
      }
      case '/api/aggregate/stream':
        stream((emit) => {
          services().forEach((service) => emit('status', service));
          return setInterval(() => emit('heartbeat', { time: new Date().toISOString() }), 15_000);
        });
        return;
      case '/api/circuit/status':
        send(circuits);
        return;
      case '/api/market-data/rates':
        if (scenario === 'broken') {
          send(
            { ...problem(503, 'Backend unavailable', 'The circuit of market-data is open; try again in 18 s.') },
            503,
          );
        } else {
          send(rates(url.searchParams.get('base') ?? 'USD'));
        }
        return;
      case '/api/market-data/stream':
        stream((emit) => {
          const pairs = (url.searchParams.get('pairs') ?? '').split(',');
          let sequence = 0;
          return setInterval(() => {
            sequence += 1;
            const pair = pairs[(sequence * 5) % pairs.length] ?? '';
            const [base = '', quote = ''] = pair.split('/');
            if (quote !== 'LKR') {
              const rate = panel.cross(base, quote, lastDate) * (1 + Math.sin(sequence * 1.7) * 3e-4);
              emit(null, { pair, rate, state: 'fresh', at: new Date().toISOString(), sequence });
            }
          }, tickMs);
        });
        return;
      case '/api/reports/latest':
        if (hasReport) {
          send(report());
        } else {
          send(problem(404, 'Report not found', 'No risk report has been written yet.'), 404);
        }
        return;
      case '/api/workflow/risk-full':
        setTimeout(() => {
          if (scenario === 'broken') {
            const [first, second] = workflow.steps;
            const steps = [first, { ...second, status: 'failed', result: 'COPY ended early' }];
            send({ ...problem(502, 'Workflow step failed', 'Step ingest failed: COPY ended early.'), steps }, 502);
          } else {
            hasReport = true;
            send(workflow);
          }
        }, tickMs);
        return;
      default:
        send(problem(404, 'Not found', `${url.pathname} has no route.`), 404);
    }
  });

  return {
    server,
    /** Cuts every open stream, as a restart of the gateway would. */
    cutStreams: () => streams.forEach((response) => response.destroy()),
    /** @param {number} port @returns {Promise<string>} The base URL. */
    listen: (port = 0) =>
      new Promise((resolve, reject) => {
        server.once('error', reject);
        server.listen(port, '127.0.0.1', () => {
          const address = server.address();
          resolve(`http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : port}`);
        });
      }),
    /** @returns {Promise<void>} */
    close: () =>
      new Promise((resolve) => {
        streams.forEach((response) => response.destroy());
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function readPanel() {
  const file = fileURLToPath(new URL('../../../../data/fx/currency_api_panel_long.csv', import.meta.url));
  /** @type {Map<string, Map<string, number>>} */
  const byDate = new Map();
  for (const line of readFileSync(file, 'utf8').trim().split('\n').slice(1)) {
    const [date = '', currency = '', units = ''] = line.split(',');
    const day = byDate.get(date) ?? new Map();
    byDate.set(date, day.set(currency, Number(units)));
  }
  const dates = [...byDate.keys()].sort();
  const latest = byDate.get(dates[dates.length - 1] ?? '') ?? new Map();
  /** @param {string} currency @param {string} date */
  const at = (currency, date) => (currency === 'USD' ? 1 : byDate.get(date)?.get(currency));
  return {
    dates,
    currencies: [...new Set(['USD', ...latest.keys()])].sort(),
    at,
    /** @param {string} base @param {string} quote @param {string} date */
    cross: (base, quote, date) => round((at(quote, date) ?? NaN) / (at(base, date) ?? NaN), 8),
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const scenario = /** @type {'normal' | 'empty' | 'broken'} */ (process.argv[3] ?? 'normal');
  const url = await createFakeGateway({ scenario }).listen(Number(process.argv[2] ?? 8080));
  process.stdout.write(`fake gateway (${scenario}) on ${url}\n`);
}
