import '../ui/mantine.css';
import '../ui/base.css';
import { localStorageColorSchemeManager, MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { setNonce } from 'get-nonce';
import { startTransition, StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { dropEarly } from '../api/early';
import { onLoggedOut, onMustSetUp } from '../api/http';
import { keys, newQueryClient, queries } from '../api/queries';
import { listenForShortcuts } from '../ui/shortcuts';
import { cssVariables, theme } from '../ui/theme';
import { startTexts } from '../ui/i18n';
import { newRouter } from './router';
import { Toasts } from './Toasts';

const colourScheme = localStorageColorSchemeManager({ key: 'theme' });
const client = newQueryClient();
const router = newRouter(client);

/** The session ended elsewhere (log-out, deactivated, expired): to the log-in page, and back here after it. */
onLoggedOut(() => {
  const boot = client.getQueryData(queries.boot().queryKey);
  if (!boot?.me) return;
  client.setQueryData(keys.boot, { ...boot, me: null });
  void router.invalidate();
});

/** The company asks for a second step from now on. */
onMustSetUp(() => {
  const boot = client.getQueryData(queries.boot().queryKey);
  if (!boot?.me || boot.two_step_missing) return;
  client.setQueryData(keys.boot, { ...boot, two_step_missing: true });
  void router.invalidate();
});

/** After an upgrade of the server the pages of the former release are gone: load the new one, but not in a circle. */
window.addEventListener('vite:preloadError', (event) => {
  const last = Number(sessionStorage.getItem('reloaded_at') ?? 0);
  if (Date.now() - last < 60_000) return;
  event.preventDefault();
  sessionStorage.setItem('reloaded_at', String(Date.now()));
  window.location.reload();
});

/** Styles made at run time are taken for ours by the nonce of the page's own; dialogs' locks of scrolling ask for it there. */
const nonce = document.querySelector('style')?.nonce ?? '';
setNonce(nonce);

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');

/** The code of the page that the address names, fetched while the server says who asks. */
function fetchPageCode(): void {
  for (const { routeId } of router.matchRoutes(router.latestLocation) as { routeId: keyof typeof router.routesById }[]) {
    router.loadRouteChunk(router.routesById[routeId])?.catch(() => undefined);
  }
}

/** Not by await at the top of this file: the pages' files import from this one, and would wait for it in a circle. */
async function start(place: HTMLElement): Promise<void> {
  fetchPageCode();
  await Promise.all([startTexts(), router.load()]);
  dropEarly();
  // As a transition the first page is drawn in slices, so that a slow machine answers in between.
  startTransition(() => {
    createRoot(place).render(
      <StrictMode>
        <MantineProvider
          theme={theme}
          cssVariablesResolver={cssVariables}
          getStyleNonce={() => nonce}
          colorSchemeManager={colourScheme}
          defaultColorScheme="auto"
        >
          <QueryClientProvider client={client}>
            <RouterProvider router={router} />
            <Toasts />
          </QueryClientProvider>
        </MantineProvider>
      </StrictMode>,
    );
  });
}

listenForShortcuts();
void start(root);
