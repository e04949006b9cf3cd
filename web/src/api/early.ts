declare global {
  interface Window {
    /** Answers asked for by app/early.ts, before the program had come. */
    early?: Map<string, Promise<Response>>;
  }
}

/** The answer to a request that was asked for already; each is taken once. */
export function takeEarly(request: Request): Promise<Response> | undefined {
  if (request.method !== 'GET' || !window.early) return undefined;
  const { pathname, search } = new URL(request.url);
  const answer = window.early.get(pathname + search);
  window.early.delete(pathname + search);
  return answer;
}

/** What nobody has taken by the time the first page stands would only grow old. */
export function dropEarly(): void {
  delete window.early;
}
