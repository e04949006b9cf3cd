import createClient from 'openapi-fetch';
import { base } from './base';
import { takeEarly } from './early';
import { Problem } from './problem';
import type { paths } from './types.gen';

/* HTTP, once: how queries are written, how refusals become Problem, what marks a write as ours. */

/** Query text of the API: absent members are left out, booleans are 1 or 0, lists are joined, objects are JSON. */
export function queryText(params: Record<string, unknown>): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(params)) {
    if (value === undefined || value === null || value === '') continue;
    if (typeof value === 'boolean') search.set(name, value ? '1' : '0');
    else if (Array.isArray(value)) {
      if (value.length > 0) search.set(name, value.join(','));
    } else if (typeof value === 'object') search.set(name, JSON.stringify(value));
    else search.set(name, String(value as string | number));
  }
  return search.toString();
}

function problemFrom(status: number, text: string): Problem {
  try {
    return new Problem(status, JSON.parse(text) as Record<string, unknown>);
  } catch {
    return new Problem(status, {});
  }
}

let loggedOutHandler: () => void = () => undefined;

/** What to do when the session has ended; the app sets it once. */
export function onLoggedOut(handler: () => void): void {
  loggedOutHandler = handler;
}

let mustSetUpHandler: () => void = () => undefined;

/** What to do when nothing works before a second step at log-in is set up; the app sets it once. */
export function onMustSetUp(handler: () => void): void {
  mustSetUpHandler = handler;
}

/** Against forged requests: another site's form cannot set a header. */
const ours = { 'X-Cardinal': '1' };

async function send(request: Request): Promise<Response> {
  let response: Response;
  try {
    response = await (takeEarly(request) ?? fetch(request));
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new Problem(0, { code: 'offline' });
  }
  if (response.ok) return response;
  const problem = problemFrom(response.status, await response.text());
  // At the log-in itself 401 says that the password is wrong.
  if (response.status === 401 && new URL(request.url).pathname !== `${base}/api/login`) loggedOutHandler();
  if (problem.rule === 'error.two_step_required') mustSetUpHandler();
  throw problem;
}

const onTheirWay = new Map<string, Promise<Response>>();

/** A double click asks for the same thing twice: what is being posted is not posted again until it has been answered. */
async function sendOnce(request: Request): Promise<Response> {
  if (request.method !== 'POST') return send(request);
  const what = `${request.url} ${await request.clone().text()}`;
  const sent = onTheirWay.get(what) ?? send(request).finally(() => onTheirWay.delete(what));
  onTheirWay.set(what, sent);
  return (await sent).clone();
}

/** The typed client of the API. Throws Problem for every refusal, and with status 0 when the server is not reached. */
export const http = createClient<paths>({
  baseUrl: window.location.origin + base,
  credentials: 'same-origin',
  headers: ours,
  querySerializer: queryText,
  fetch: sendOnce,
});

/** The body of an answer; refusals were thrown already. */
export async function body<T>(answer: Promise<{ data?: T }>): Promise<NonNullable<T>> {
  return ((await answer).data ?? {}) as NonNullable<T>;
}

/** Sends a file with progress, which fetch cannot tell. */
export function upload<T>(
  path: string, query: Record<string, unknown>, file: Blob, onProgress: (share: number) => void, signal?: AbortSignal,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const xhr = new XMLHttpRequest();
    xhr.open('POST', `${base}${path}?${queryText(query)}`);
    xhr.setRequestHeader('Content-Type', 'application/octet-stream');
    for (const [name, value] of Object.entries(ours)) xhr.setRequestHeader(name, value);
    xhr.upload.onprogress = (event) => {
      if (event.lengthComputable) onProgress(event.loaded / event.total);
    };
    xhr.onload = () => {
      if (xhr.status >= 200 && xhr.status < 300) resolve(JSON.parse(xhr.responseText) as T);
      else reject(problemFrom(xhr.status, xhr.responseText));
    };
    xhr.onerror = () => {
      reject(new Problem(0, { code: 'offline' }));
    };
    xhr.onabort = () => {
      reject(new DOMException('', 'AbortError'));
    };
    signal?.addEventListener('abort', () => { xhr.abort(); });
    xhr.send(file);
  });
}
