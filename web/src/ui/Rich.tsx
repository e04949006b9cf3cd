/** A text of ours in which <b>…</b> stands for what is to be stressed. */
export function Rich({ text }: { text: string }) {
  return text.split(/<\/?b>/).map((part, i) => (i % 2 === 1 ? <b key={i}>{part}</b> : part));
}
