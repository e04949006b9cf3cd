import { Problem } from './problem';

type Params = Record<string, unknown>;

interface Options {
  query?: Params | undefined;
  body?: unknown;
  /** A file is sent as it is, not as JSON. */
  file?: Blob | undefined;
  signal?: AbortSignal | undefined;
  idempotencyKey?: string | undefined;
  onProgress?: ((loaded: number, total: number) => void) | undefined;
}

/** Query text of the API: absent members are left out, booleans are 1 or 0, lists are joined, objects are JSON. */
export function queryText(params: Params): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(params)) {
    if (value === undefined || value === null || value === '') continue;
    if (typeof value === 'boolean') search.set(name, value ? '1' : '0');
    else if (Array.isArray(value)) {
      if (value.length > 0) search.set(name, value.join(','));
    } else if (typeof value === 'object') search.set(name, JSON.stringify(value));
    else search.set(name, String(value as string | number));
  }
  const text = search.toString();
  return text === '' ? '' : `?${text}`;
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

function headersOf(method: string, options: Options): Record<string, string> {
  const headers: Record<string, string> = { Accept: 'application/json' };
  if (method !== 'GET') headers['X-Cardinal'] = '1';
  if (options.file) headers['Content-Type'] = 'application/octet-stream';
  else if (options.body !== undefined) headers['Content-Type'] = 'application/json';
  if (options.idempotencyKey) headers['Idempotency-Key'] = options.idempotencyKey;
  return headers;
}

/** One request to the API. Throws Problem for every refusal, and with status 0 when the server is not reached. */
export async function request<T>(method: string, path: string, options: Options = {}): Promise<T> {
  const body = options.file ?? (options.body === undefined ? null : JSON.stringify(options.body));
  let response: Response;
  try {
    response = await fetch(path + queryText(options.query ?? {}), {
      method,
      headers: headersOf(method, options),
      body,
      credentials: 'same-origin',
      ...(options.signal ? { signal: options.signal } : {}),
    });
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new Problem(0, { code: 'offline' });
  }
  const text = await response.text();
  if (!response.ok) {
    const problem = problemFrom(response.status, text);
    if (response.status === 401 && path !== '/api/login') loggedOutHandler();
    throw problem;
  }
  return (text === '' ? {} : JSON.parse(text)) as T;
}

/** Sends a file with progress, which fetch cannot tell. */
export function upload<T>(path: string, query: Params, file: Blob, onProgress: (share: number) => void): Promise<T> {
  return new Promise((resolve, reject) => {
    const xhr = new XMLHttpRequest();
    xhr.open('POST', path + queryText(query));
    for (const [name, value] of Object.entries(headersOf('POST', { file }))) xhr.setRequestHeader(name, value);
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
    xhr.send(file);
  });
}
