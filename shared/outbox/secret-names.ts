const SECRET_NAME = /^(?:proxy-)?authorization$|cookie|token|secret|password|api-?key|credential/i;

/** Whether a header of that name is taken to carry a secret, whoever set it: its value is never shown (G11). */
export const isSecretName = (name: string): boolean => SECRET_NAME.test(name);
