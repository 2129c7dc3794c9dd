import type { Host } from '../../electron/headless/host.ts';

/** What a browser keeps and does for a person, as far as the pages of an OAuth server need it. */
export interface Person {
  /** Signs in as `user`, consents, and comes back to whoever asked; answers the last page. */
  signIn(url: string, user: string): Promise<Response>;
  /** Goes to the consent, and says no there. */
  refuse(url: string, user: string): Promise<Response>;
}

export function createPerson(): Person {
  const cookies = new Map<string, string>();

  async function visit(url: string, form?: URLSearchParams): Promise<Response> {
    const cookie = Array.from(cookies, ([name, value]) => `${name}=${value}`).join('; ');
    const answer = await fetch(url, {
      redirect: 'manual',
      headers: { cookie },
      ...(form === undefined ? {} : { method: 'POST', body: form }),
    });
    for (const line of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value === '') cookies.delete(name);
      else cookies.set(name, value);
    }
    const next = answer.headers.get('location');
    return next === null ? answer : visit(new URL(next, url).href);
  }

  async function walk(
    url: string,
    user: string,
    atConsent: (form: { readonly action: string; readonly page: string }) => Promise<Response>,
  ): Promise<Response> {
    const answer = await visit(url);
    const page = await answer.clone().text();
    const action = /<form[^>]* action="([^"]+)"/.exec(page)?.[1];
    if (action === undefined) return answer;
    if (!page.includes('name="login"')) return atConsent({ action, page });
    const form = new URLSearchParams({ prompt: 'login', login: user, password: 'any' });
    const next = await visit(action, form);
    const consent = await next.clone().text();
    const submit = /<form[^>]* action="([^"]+)"/.exec(consent)?.[1];
    return submit === undefined ? next : atConsent({ action: submit, page: consent });
  }

  return {
    signIn: (url, user) =>
      walk(url, user, ({ action }) => visit(action, new URLSearchParams({ prompt: 'consent' }))),
    refuse: (url, user) =>
      walk(url, user, ({ page }) => visit(/href="([^"]+\/abort)"/.exec(page)?.[1] ?? '')),
  };
}

/** Signs an account of a host in, as `user`. */
export async function signInAs(host: Host, account: string, user: string): Promise<void> {
  const begun = await host.api.call('accounts.signIn', { name: account }, { kind: 'cli' });
  if (!begun.ok) throw new Error(JSON.stringify(begun.error));
  const { signIn, url } = begun.value;
  await createPerson().signIn(url, user);
  const ended = await host.api.call('accounts.signInEnd', { signIn }, { kind: 'cli' });
  if (!ended.ok) throw new Error(JSON.stringify(ended.error));
}
