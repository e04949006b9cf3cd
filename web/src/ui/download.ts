/** Has the browser save what an address gives, as a click on a link would. */
export function download(href: string, name = ''): void {
  const link = document.createElement('a');
  link.href = href;
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
}

export function downloadBlob(blob: Blob, name: string): void {
  const href = URL.createObjectURL(blob);
  download(href, name);
  setTimeout(() => { URL.revokeObjectURL(href); }, 60_000);
}
