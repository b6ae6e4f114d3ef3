import type { Page, Request } from "playwright-core";

/** What a page did since `watch`, in order. A quiet, self-contained page leaves all three empty. */
export interface PageWatch {
  /** Texts of `console.error` and of what the browser itself reports as an error. */
  readonly consoleErrors: string[];
  /** Exceptions and rejected promises that nothing caught. */
  readonly pageErrors: string[];
  /** "METHOD URL" of every request but the page itself, web sockets included; `data:` and `blob:` are no requests. */
  readonly requests: string[];
}

/** Starts collecting. Call it before `page.goto`: the first document the page then opens counts as the page itself. */
export function watch(page: Page): PageWatch {
  const seen: PageWatch = { consoleErrors: [], pageErrors: [], requests: [] };
  let self: string | undefined;
  const isPageItself = (request: Request) => {
    if (!request.isNavigationRequest() || request.frame() !== page.mainFrame()) return false;
    self ??= request.url();
    return request.url() === self;
  };
  page.on("console", (message) => {
    if (message.type() === "error") seen.consoleErrors.push(message.text());
  });
  page.on("pageerror", (error) => seen.pageErrors.push(error.message));
  page.on("request", (request) => {
    const local = /^(data|blob):/.test(request.url());
    if (!local && !isPageItself(request)) seen.requests.push(`${request.method()} ${request.url()}`);
  });
  page.on("websocket", (socket) => seen.requests.push(`GET ${socket.url()}`));
  return seen;
}
