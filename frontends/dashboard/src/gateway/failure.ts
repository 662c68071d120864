import type { WorkflowStep } from './schemas';

/** Why the screen has no answer. Each reason is shown with its own words; none is ever a blank. */
export type Failure =
  | {
      readonly reason: 'problem';
      readonly status: number;
      readonly title: string;
      readonly detail: string;
      readonly traceId?: string;
      readonly errors: readonly string[];
      readonly steps: readonly WorkflowStep[];
    }
  | { readonly reason: 'unreachable'; readonly title: string; readonly detail: string }
  | { readonly reason: 'timeout'; readonly title: string; readonly detail: string }
  | { readonly reason: 'contract'; readonly title: string; readonly detail: string };

/** The steps a failed workflow got through, when the failure names them. */
export const stepsOf = (failure: Failure): readonly WorkflowStep[] =>
  failure.reason === 'problem' ? failure.steps : [];
