import type { Card, Contact, FieldValue, Task } from './types';

interface ProblemBody {
  title?: string;
  status?: number;
  code?: string;
  detail?: string;
  field?: string;
  rule?: string;
  limit?: number;
  request_id?: string;
  [extra: string]: unknown;
}

export interface Stale {
  current: Card | Task | Contact;
  your_version: number;
  fields: Record<string, { yours: FieldValue; theirs: FieldValue }>;
}

/** The one error of the client: what the server said (application/problem+json), or that it could not be reached. */
export class Problem extends Error {
  readonly status: number;
  /** Short name of the error: "invalid", "stale" … or "offline" when the server was not reached. */
  readonly code: string;
  /** Dotted path of the member that was refused, e.g. "fields.lost_reason". */
  readonly field: string | undefined;
  readonly rule: string | undefined;
  readonly limit: number | undefined;
  readonly requestId: string | undefined;
  readonly body: ProblemBody;

  constructor(status: number, body: ProblemBody) {
    super(body.detail ?? body.title ?? `HTTP ${String(status)}`);
    this.name = 'Problem';
    this.status = status;
    this.code = body.code ?? (status === 0 ? 'offline' : 'internal');
    this.field = body.field;
    this.rule = body.rule;
    this.limit = body.limit;
    this.requestId = body.request_id;
    this.body = body;
  }

  get offline(): boolean {
    return this.status === 0;
  }

  /** What a refused stale write carries: the present object and both values of each field. */
  get stale(): Stale | null {
    return this.code === 'stale' ? (this.body as unknown as Stale) : null;
  }
}

export function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  return new Problem(500, { code: 'internal', detail: error instanceof Error ? error.message : String(error) });
}

/** The message for one form field, when the problem names that field. */
export function problemOf(error: unknown, field: string): string | undefined {
  if (error instanceof Problem && error.field === field) return error.message;
  return undefined;
}
