/* push-worker - shows what the server pushes, and opens what it tells of. It is registered when a member lets this browser
 * be told (src/pages/settings/push.ts). It keeps nothing and answers no request of the page. */
self.addEventListener('install', () => {
  self.skipWaiting();
});

self.addEventListener('activate', (event) => {
  event.waitUntil(self.clients.claim());
});

self.addEventListener('push', (event) => {
  const { title, body, path, tag } = event.data.json();
  event.waitUntil(self.registration.showNotification(title, { body, tag, icon: '/icon-192.png', data: { path } }));
});

async function open(path) {
  const url = new URL(path, self.location.origin).href;
  const windows = await self.clients.matchAll({ type: 'window' });
  const shown = windows.find((one) => one.url === url) ?? windows[0];
  if (!shown) return self.clients.openWindow(url);
  await shown.focus();
  return shown.url === url ? shown : shown.navigate(url);
}

self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  event.waitUntil(open(event.notification.data.path));
});
