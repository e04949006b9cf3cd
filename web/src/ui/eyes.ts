/** With whose eyes this browser sees has changed: every window of it begins anew. */
const channel = new BroadcastChannel('cardinal-eyes');
channel.addEventListener('message', () => {
  window.location.reload();
});

export function seeAnew(path: string): void {
  channel.postMessage('');
  window.location.assign(path);
}
