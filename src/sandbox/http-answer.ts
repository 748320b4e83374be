/** What a route answers. `body` null is an empty answer. */
export interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

const DOCUMENTATION = 'https://docs.github.com/rest';

/** A refusal in GitHub's shape: `{ message, documentation_url, status }`. */
export class Refusal extends Error {
  readonly answer: Answer;

  constructor(
    status: number,
    message: string,
    more: Record<string, unknown> = {},
    headers: Record<string, string> = {},
  ) {
    super(message);
    this.answer = {
      status,
      body: { message, ...more, documentation_url: more.documentation_url ?? DOCUMENTATION, status: String(status) },
      headers,
    };
  }
}

export function notFound(): Refusal {
  return new Refusal(404, 'Not Found');
}

/** For want of a permission; GitHub names the ones of which any would do. */
export function notAccessible(permissions: readonly string[], level: string): Refusal {
  return new Refusal(403, 'Resource not accessible by integration', {}, accepted(permissions, level));
}

/** The header of a refusal for want of a permission. */
export function accepted(permissions: readonly string[], level: string): Record<string, string> {
  return { 'x-accepted-github-permissions': permissions.map((name) => `${name}=${level}`).join('; ') };
}

export function invalid(
  resource: string,
  field: string,
  code: 'missing' | 'missing_field' | 'invalid' | 'already_exists',
): Refusal {
  return new Refusal(422, 'Validation Failed', { errors: [{ resource, code, field }] });
}

/** The wording of the newer endpoints. */
export function invalidRequest(reason: string): Refusal {
  return new Refusal(422, `Invalid request.\n\n${reason}`);
}

/** True for a JSON object. */
export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
