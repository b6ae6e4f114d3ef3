/** What a browser may do for a page. */

/**
 * A Content-Security-Policy that runs exactly these inline scripts and loads nothing. Styles stay inline, because every
 * SVG of vega carries style attributes.
 */
export async function contentSecurityPolicy(scripts: readonly string[]): Promise<string> {
  const hashes = await Promise.all(scripts.map(hashSource));
  return [
    "default-src 'none'",
    `script-src ${hashes.join(" ") || "'none'"}`,
    "style-src 'unsafe-inline'",
    "img-src data:",
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
}

/** `'sha256-...'`, of the script's text in UTF-8. */
async function hashSource(script: string): Promise<string> {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(script));
  return `'sha256-${btoa(String.fromCharCode(...new Uint8Array(digest)))}'`;
}
