// An EventSource over fetch, because Node 20 has none. As much of the standard as the streams here use.

import type { EventSourceLike } from '../src/gateway/stream';

type Listener = (event: { data?: unknown }) => void;

export function openEventSource(url: string): EventSourceLike {
  const listeners = new Map<string, Listener[]>();
  const abort = new AbortController();
  const emit = (type: string, event: { data?: unknown }): void => {
    if (!abort.signal.aborted) {
      listeners.get(type)?.forEach((listener) => listener(event));
    }
  };

  void (async () => {
    try {
      const response = await fetch(url, { signal: abort.signal });
      if (!response.ok || response.body === null) {
        emit('error', {});
        return;
      }
      emit('open', {});
      let rest = '';
      for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) {
        const blocks = (rest + chunk).split('\n\n');
        rest = blocks.pop() ?? '';
        for (const block of blocks) {
          const fields = new Map(block.split('\n').map((line) => line.split(/: (.*)/u, 2) as [string, string]));
          emit(fields.get('event') ?? 'message', { data: fields.get('data') ?? '' });
        }
      }
      emit('error', {});
    } catch (error) {
      // A cut connection is what these tests are about: it reaches the listener as the standard's error event.
      emit('error', { data: error });
    }
  })();

  return {
    addEventListener: (type, listener) => listeners.set(type, [...(listeners.get(type) ?? []), listener]),
    close: () => abort.abort(),
  };
}
