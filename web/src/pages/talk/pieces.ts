/** A comment's text in pieces: what is said, addresses, colleagues called by name. */
export interface Piece {
  text: string;
  kind: 'plain' | 'link' | 'mention';
}

/** Only http and https, and without the full stop or bracket that ends the sentence. */
const address = /https?:\/\/[^\s<>"]+[^\s<>".,;:!?)\]}']/g;

function mentionsIn(text: string, names: string[]): Piece[] {
  const calls = names.map((name) => `@${name}`).sort((a, b) => b.length - a.length);
  const pieces: Piece[] = [];
  let from = 0;
  for (let at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
    const call = calls.find((one) => text.startsWith(one, at));
    if (call === undefined) continue;
    if (at > from) pieces.push({ text: text.slice(from, at), kind: 'plain' });
    pieces.push({ text: call, kind: 'mention' });
    from = at + call.length;
  }
  if (from < text.length) pieces.push({ text: text.slice(from), kind: 'plain' });
  return pieces;
}

export function piecesOf(text: string, names: string[]): Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  for (const found of text.matchAll(address)) {
    pieces.push(...mentionsIn(text.slice(from, found.index), names), { text: found[0], kind: 'link' });
    from = found.index + found[0].length;
  }
  return [...pieces, ...mentionsIn(text.slice(from), names)];
}

/** What is being typed behind an @ that ends at the caret; null when nobody is being called. */
export function callAt(text: string, caret: number): string | null {
  const found = /(?:^|[\s(])@([^\s@][^@\n]{0,39}|)$/.exec(text.slice(0, caret));
  return found ? (found[1] ?? '') : null;
}
