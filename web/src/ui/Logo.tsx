/** The four points of the compass: cardinal directions, and which way to go next. */
export function Logo({ size = 20 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" aria-hidden="true">
      <path d="M16 1l4.3 10.7L31 16l-10.7 4.3L16 31l-4.3-10.7L1 16l10.7-4.3z" fill="currentColor" />
      <circle cx="16" cy="16" r="3.6" fill="#d6336c" />
    </svg>
  );
}
