// The client against a real HTTP server with bodies of the contract's shapes.

import { createServer, type Server } from 'node:http';
import { afterEach, expect, test } from 'vitest';
import { decode, GatewayClient, parseJson } from '../src/gateway/client';
import { ProblemSchema, RatesSchema, ReportSchema, TickSchema } from '../src/gateway/schemas';
import { createFakeGateway, rates, report } from './fake-gateway/server.mjs';

const closing: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  await Promise.all(closing.splice(0).map((close) => close()));
});

async function fake(scenario: 'normal' | 'empty' | 'broken'): Promise<GatewayClient> {
  const gateway = createFakeGateway({ scenario, tickMs: 10 });
  closing.push(gateway.close);
  return new GatewayClient(await gateway.listen());
}

/** A server that gives one answer to everything. */
async function answering(status: number, body: string): Promise<GatewayClient> {
  const server: Server = createServer((_, response) => response.writeHead(status).end(body));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(() => new Promise((resolve) => server.close(resolve)));
  const address = server.address();
  return new GatewayClient(`http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/`);
}

test('every body of the contract decodes to its figures', async () => {
  const client = await fake('normal');

  expect(await client.status()).toMatchObject({
    ok: true,
    value: { status: 'ok', version: '0.1.0', db: 'connected' },
  });
  expect(await client.aggregate()).toMatchObject({ ok: true, value: { online: 2, total: 4 } });
  expect(await client.circuits()).toMatchObject({
    ok: true,
    value: [{ state: 'closed' }, {}, { state: 'halfOpen' }, { state: 'open', retryAfterSeconds: 18 }],
  });
  expect(await client.rates('USD')).toMatchObject({
    ok: true,
    value: {
      base: 'USD',
      rates: {
        KES: { state: 'fresh', sources: { count: 1, names: [] } },
        LKR: { rate: null, state: 'missing', sources: { count: 0, names: [] } },
      },
    },
  });
  expect(await client.latestReport()).toMatchObject({
    ok: true,
    value: { kind: 'report', report: { totalRecords: 10214, valueAtRisk: { var: { currency: 'USD' } } } },
  });
  expect(await client.runRiskFull()).toMatchObject({
    ok: true,
    value: { status: 'completed', steps: [{ name: 'collect' }, { name: 'ingest' }, { name: 'report' }] },
  });
});

test('history asks for its dates and gets only them', async () => {
  const answer = await (await fake('normal')).history('USD', 'KES', '2026-09-01', '2026-09-15');
  expect(answer.ok && answer.value.points.length > 0).toBe(true);
  expect(answer.ok && answer.value.points.every(({ date }) => date >= '2026-09-01' && date <= '2026-09-15')).toBe(
    true,
  );
});

test('no report yet is an answer; after a run there is one', async () => {
  const client = await fake('empty');
  expect(await client.latestReport()).toEqual({
    ok: true,
    value: { kind: 'none', detail: 'No risk report has been written yet.' },
  });
  await client.runRiskFull();
  expect(await client.latestReport()).toMatchObject({ ok: true, value: { kind: 'report' } });
});

test('a problem keeps title, detail, status and trace', async () => {
  expect(await (await fake('broken')).rates('USD')).toEqual({
    ok: false,
    failure: {
      reason: 'problem',
      status: 503,
      title: 'Backend unavailable',
      detail: 'The circuit of market-data is open; try again in 18 s.',
      traceId: '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01',
      errors: [],
      steps: [],
    },
  });
});

test('a report that can not be had is a failure, whatever the reason but 404', async () => {
  const body = JSON.stringify({ title: 'Database unreachable', status: 503, detail: 'riskdb is away.' });
  expect(await (await answering(503, body)).latestReport()).toMatchObject({
    ok: false,
    failure: { reason: 'problem', status: 503, title: 'Database unreachable' },
  });
});

test('a failed workflow names the step that failed', async () => {
  expect(await (await fake('broken')).runRiskFull()).toMatchObject({
    ok: false,
    failure: {
      reason: 'problem',
      status: 502,
      steps: [
        { name: 'collect', status: 'completed' },
        { name: 'ingest', status: 'failed', result: 'COPY ended early' },
      ],
    },
  });
});

test.each([
  [404, '<html>nothing here</html>', 'HTTP 404 without problem details'],
  [500, '', 'HTTP 500 without problem details'],
  [200, 'not json', 'The answer breaks the contract'],
  [200, '{}', 'The answer breaks the contract'],
])('HTTP %i with body "%s" is a failure, not "no report"', async (status, body, title) => {
  expect(await (await answering(status, body)).latestReport()).toMatchObject({
    ok: false,
    failure: { reason: 'contract', title },
  });
});

test('a gateway that is not there is unreachable', async () => {
  const client = await fake('normal');
  await closing.splice(0)[0]?.();
  expect(await client.status()).toMatchObject({ ok: false, failure: { reason: 'unreachable' } });
});

test('a body that breaks the contract names the field', () => {
  const broken = { ...rates('USD'), rates: { KES: { rate: -1, state: 'fresh', ageSeconds: 1, sources: [] } } };
  const answer = decode(RatesSchema, broken, 'rates');
  expect(answer.ok ? '' : answer.failure.detail).toMatch(/^rates: rates\.KES\.rate: /u);
});

test.each([
  ['a state outside the five', { state: 'guessed' }],
  ['a rate of zero', { rate: 0 }],
  ['a rate in text', { rate: '129' }],
  ['a pair without a slash', { pair: 'USDKES' }],
  ['a time that is none', { at: 'yesterday' }],
])('a tick with %s is refused', (_, fault) => {
  const tick = { pair: 'USD/KES', rate: 129, state: 'fresh', at: '2026-09-29T12:00:00+00:00', sequence: 1 };
  expect(decode(TickSchema, tick, 'tick').ok).toBe(true);
  expect(decode(TickSchema, { ...tick, ...fault }, 'tick').ok).toBe(false);
});

test('a report may hold more fields, and may lack scores and VaR, but not its lineage', () => {
  const { lineage, ...rest } = report();
  const bare = { ...rest, lineage, par: 0.04, avgRiskScore: null, maxRiskScore: null, minRiskScore: null };
  expect(decode(ReportSchema, { ...bare, valueAtRisk: null }, 'report').ok).toBe(true);
  expect(decode(ReportSchema, rest, 'report').ok).toBe(false);
});

test('sources may be named, faults a map or a list', () => {
  const row = { rate: 1, state: 'fresh', ageSeconds: 1, sources: ['ecb', 'frankfurter'], dispersionBp: 0 };
  const counted = decode(RatesSchema, { base: 'USD', asOf: '2026-09-29', rates: { EUR: row } }, 'rates');
  expect(counted.ok && counted.value.rates['EUR']?.sources).toEqual({ count: 2, names: ['ecb', 'frankfurter'] });

  const errors = (of: unknown): unknown => {
    const decoded = decode(ProblemSchema, { title: 'Bad', errors: of }, 'problem');
    return decoded.ok ? decoded.value.errors : decoded.failure;
  };
  expect(errors({ base: ['is required', 'is short'] })).toEqual(['base: is required', 'base: is short']);
  expect(errors(['line 3: amount', { line: 4 }])).toEqual(['line 3: amount', '{"line":4}']);
});

test('faults that only repeat the detail are not said twice', async () => {
  const errorsOf = async (errors: readonly string[]): Promise<unknown> => {
    const client = await answering(422, JSON.stringify({ title: 'Bad', detail: 'One. Two.', errors }));
    const answer = await client.status();
    return !answer.ok && answer.failure.reason === 'problem' ? answer.failure.errors : answer;
  };
  expect(await errorsOf(['One.', 'Two.'])).toEqual([]);
  expect(await errorsOf(['One.', 'Three.'])).toEqual(['One.', 'Three.']);
});

test('text that is no JSON is undefined', () => {
  expect(parseJson('{')).toBeUndefined();
  expect(parseJson('[1]')).toEqual([1]);
});
