// The word, the icon and the tone of every state the platform has: a state looks the same everywhere.

import type { Circuit, DataState, ServiceHealth } from '../gateway/schemas';
import type { IconName } from './Icon.svelte';

export type Tone = 'good' | 'info' | 'warn' | 'bad' | 'past' | 'plain';

export interface Look {
  readonly word: string;
  readonly icon: IconName;
  readonly tone: Tone;
  /** One sentence for people who meet the word for the first time. */
  readonly meaning: string;
}

export const dataLooks: Readonly<Record<DataState, Look>> = {
  fresh: { word: 'Fresh', icon: 'check', tone: 'good', meaning: 'Observed within its feed’s interval.' },
  carried: { word: 'Carried', icon: 'carry', tone: 'info', meaning: 'The last observation, carried forward.' },
  stale: { word: 'Stale', icon: 'clock', tone: 'warn', meaning: 'Older than its feed allows.' },
  missing: { word: 'Missing', icon: 'none', tone: 'bad', meaning: 'No source has this rate.' },
  replayed: { word: 'Replayed', icon: 'replay', tone: 'past', meaning: 'Real history shown as if it were now.' },
};

export const serviceLooks: Readonly<Record<ServiceHealth['status'], Look>> = {
  online: { word: 'Online', icon: 'check', tone: 'good', meaning: 'Answers its health check.' },
  degraded: { word: 'Degraded', icon: 'warn', tone: 'warn', meaning: 'Answers, but something it needs doesn’t.' },
  offline: { word: 'Offline', icon: 'cross', tone: 'bad', meaning: 'Doesn’t answer.' },
};

export const circuitLooks: Readonly<Record<Circuit['state'], Look>> = {
  closed: { word: 'closed', icon: 'closed', tone: 'plain', meaning: 'Requests pass.' },
  halfOpen: {
    word: 'half-open',
    icon: 'half',
    tone: 'warn',
    meaning: 'One probe decides whether requests pass again.',
  },
  open: { word: 'open', icon: 'open', tone: 'bad', meaning: 'Requests are refused until the retry.' },
};

const stepLooks: Readonly<Record<string, Look>> = {
  completed: { word: 'Completed', icon: 'check', tone: 'good', meaning: 'Done.' },
  partial: { word: 'Partial', icon: 'warn', tone: 'warn', meaning: 'Done in part.' },
  skipped: { word: 'Skipped', icon: 'dash', tone: 'plain', meaning: 'Nothing to do.' },
  failed: { word: 'Failed', icon: 'cross', tone: 'bad', meaning: 'Stopped here.' },
};

/** A step's status is the gateway's free word; an unknown one is shown as it is, with no colour of approval. */
export const stepLook = (status: string): Look =>
  stepLooks[status] ?? { word: status, icon: 'dash', tone: 'plain', meaning: '' };
