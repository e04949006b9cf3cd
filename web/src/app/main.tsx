import '@mantine/core/styles.css';
import '../ui/base.css';
import { localStorageColorSchemeManager, MantineProvider } from '@mantine/core';
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { onLoggedOut } from '../api/http';
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

/** After an upgrade of the server the pages of the former release are gone: load the new one, but not in a circle. */
window.addEventListener('vite:preloadError', (event) => {
  const last = Number(sessionStorage.getItem('reloaded_at') ?? 0);
  if (Date.now() - last < 60_000) return;
  event.preventDefault();
  sessionStorage.setItem('reloaded_at', String(Date.now()));
  window.location.reload();
});

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');

listenForShortcuts();
await startTexts();
createRoot(root).render(
  <StrictMode>
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariables}
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
