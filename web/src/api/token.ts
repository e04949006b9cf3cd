/** A random id for Idempotency-Key. Not crypto.randomUUID: that is missing on plain http outside localhost. */
export function randomToken(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
