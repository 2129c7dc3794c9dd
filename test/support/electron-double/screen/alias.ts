// Chromium does not know the app's schemes, and Playwright cannot give it any: pages are shown under an address of
// `localhost` that stands for theirs, and everything on the way there and back is translated.

/** `app://outtray/x` is shown as `http://outtray.app.localhost/x`. */
export const shownAs = (url: string, schemes: readonly string[]): string =>
  url.replace(/^([a-z][a-z0-9+.-]*):\/\/([^/?#]*)/, (whole, scheme: string, host: string) =>
    schemes.includes(scheme) ? `http://${host}.${scheme}.localhost` : whole,
  );

export const standsFor = (url: string, schemes: readonly string[]): string =>
  url.replace(
    /^http:\/\/([^/?#]+)\.([a-z0-9+-]+)\.localhost(?=[/?#]|$)/,
    (whole, host: string, scheme: string) =>
      schemes.includes(scheme) ? `${scheme}://${host}` : whole,
  );
