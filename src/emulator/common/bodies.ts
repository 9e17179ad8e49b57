/** A JSON object, as requests and answers have it. */
export type Body = Readonly<Record<string, unknown>>;

export function isBody(value: unknown): value is Body {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Leaves out what is undefined. */
export function present<T extends object>(body: T): Body {
  return Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined));
}
