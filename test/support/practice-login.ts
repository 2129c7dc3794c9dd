export interface Login {
  readonly accessToken: string;
  readonly refreshToken: string;
}

/** What a person gets who signs in at the practice server. */
export async function logIn(url: string, user: string): Promise<Login> {
  const body = JSON.stringify({ user, password: 'practice' });
  const answer = await fetch(`${url}/login`, { method: 'POST', body });
  return (await answer.json()) as Login;
}
