/** Brings the cache up to date; returns the URL of its folder. Without a writable cache, of a temporary folder. */
export function compileCheckout(): URL;
