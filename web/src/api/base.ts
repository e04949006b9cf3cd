/** What stands before every address of this account, where accounts are told apart by path (/a/NAME): else nothing. */
export const base = (typeof window === 'undefined' ? '' : (/^\/a\/[^/]+/.exec(window.location.pathname)?.[0] ?? ''));
