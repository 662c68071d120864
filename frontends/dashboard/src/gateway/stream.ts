// A server-sent event stream that comes back: the browser's own reconnection gives up for good on an HTTP error
// and has no back-off, so each loss closes the source and opens a new one later.

/** The part of EventSource this needs; tests bring their own. */
export interface EventSourceLike {
  addEventListener(type: string, listener: (event: { data?: unknown }) => void): void;
  close(): void;
}

export interface StreamHandlers {
  /** Event names to listen for, with what to do with each one's data. */
  readonly events: Readonly<Record<string, (data: string) => void>>;
  readonly opened: () => void;
  /** @param retryInMs How long until the next attempt. */
  readonly lost: (retryInMs: number) => void;
}

export interface StreamOptions {
  readonly open: (url: string) => EventSourceLike;
  /** A stream that says nothing for this long counts as lost; undefined where the contract promises no heartbeat. */
  readonly silenceMs?: number;
  readonly random?: () => number;
}

const firstDelayMs = 1_000;
const longestDelayMs = 30_000;

/**
 * The wait before attempt number `attempt` (0 is the first after a loss): 1 s doubling to 30 s, spread by ±20 %
 * so that a restarted gateway isn't met by every screen in the same instant.
 */
export function backOffMs(attempt: number, random: number): number {
  const plain = Math.min(longestDelayMs, firstDelayMs * 2 ** Math.min(attempt, 10));
  return Math.round(plain * (0.8 + 0.4 * random));
}

/** Opens the stream and keeps it open. @returns A function that ends it for good. */
export function keepStream(url: string, handlers: StreamHandlers, options: StreamOptions): () => void {
  const random = options.random ?? Math.random;
  let source: EventSourceLike | undefined;
  let retry: ReturnType<typeof setTimeout> | undefined;
  let silence: ReturnType<typeof setTimeout> | undefined;
  let attempt = 0;
  let ended = false;

  const lose = (): void => {
    if (ended || source === undefined) {
      return;
    }
    source.close();
    source = undefined;
    clearTimeout(silence);
    const delayMs = backOffMs(attempt, random());
    attempt += 1;
    retry = setTimeout(connect, delayMs);
    handlers.lost(delayMs);
  };

  const heard = (): void => {
    if (options.silenceMs !== undefined) {
      clearTimeout(silence);
      silence = setTimeout(lose, options.silenceMs);
    }
  };

  function connect(): void {
    const opening = options.open(url);
    source = opening;
    const current = (): boolean => !ended && source === opening;
    heard();
    opening.addEventListener('open', () => {
      if (current()) {
        attempt = 0;
        heard();
        handlers.opened();
      }
    });
    opening.addEventListener('error', () => {
      if (current()) {
        lose();
      }
    });
    for (const [type, handle] of Object.entries(handlers.events)) {
      opening.addEventListener(type, (event) => {
        if (current()) {
          heard();
          handle(typeof event.data === 'string' ? event.data : '');
        }
      });
    }
  }

  connect();

  return () => {
    ended = true;
    clearTimeout(retry);
    clearTimeout(silence);
    source?.close();
  };
}
