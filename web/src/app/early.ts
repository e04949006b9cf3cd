/* A small file that has come long before the program: it asks for the texts, and for what the first page will show as soon
 * as it is known that somebody is logged in. The program takes these answers instead of asking (api/early.ts). */
import type { Boot } from '../api/types';
import { earlyUrls } from './early-urls';

/* As in api/base.ts; this file stands alone. */
const base = /^\/a\/[^/]+/.exec(location.pathname)?.[0] ?? '';

const answers = new Map<string, Promise<Response>>();
window.early = answers;

function ask(url: string): Promise<Response> {
  const answer = fetch(base + url);
  // Who takes the answer hears of a failure.
  answer.catch(() => undefined);
  answers.set(base + url, answer);
  return answer;
}

/** The build writes into the page where each language's texts are. */
function preloadTexts(): void {
  const files = JSON.parse(document.documentElement.dataset['texts'] ?? '{}') as Record<string, string>;
  const wanted = [localStorage.getItem('language') ?? '', ...navigator.languages].map((tag) => tag.slice(0, 2).toLowerCase());
  const href = files[wanted.find((language) => language in files) ?? 'en'];
  if (href === undefined) return;
  document.head.append(Object.assign(document.createElement('link'), { rel: 'modulepreload', href }));
}

async function askAhead(): Promise<void> {
  const response = await ask('/api/boot');
  const boot = (await response.clone().json()) as Boot;
  if (boot.me && !boot.two_step_missing) earlyUrls(location.pathname.slice(base.length) || '/', location.search, boot.me).forEach(ask);
}

preloadTexts();
askAhead().catch(() => undefined);
