import type { Failure } from '../gateway/failure';

/**
 * Something the gateway knows. `last` is what was known before: a refresh or a failure doesn't take figures off
 * the screen, it marks them.
 */
export type Remote<T> =
  | { readonly kind: 'notAsked' }
  | { readonly kind: 'loading'; readonly last?: T }
  | { readonly kind: 'failure'; readonly failure: Failure; readonly last?: T }
  | { readonly kind: 'success'; readonly value: T };

export const notAsked: { readonly kind: 'notAsked' } = { kind: 'notAsked' };

/** What can be drawn now, or undefined when nothing has ever arrived. */
export function known<T>(remote: Remote<T>): T | undefined {
  switch (remote.kind) {
    case 'notAsked':
      return undefined;
    case 'loading':
    case 'failure':
      return remote.last;
    case 'success':
      return remote.value;
  }
}

export function toLoading<T>(remote: Remote<T>): Remote<T> {
  const last = known(remote);
  return last === undefined ? { kind: 'loading' } : { kind: 'loading', last };
}

export function toFailure<T>(remote: Remote<T>, failure: Failure): Remote<T> {
  const last = known(remote);
  return last === undefined ? { kind: 'failure', failure } : { kind: 'failure', failure, last };
}
