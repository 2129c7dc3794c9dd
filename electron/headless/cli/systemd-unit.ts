/**
 * A systemd user unit (systemd.service(5)) that runs `command`. Killing: SIGTERM to the host alone, which ends its
 * workers in order; SIGKILL to whatever is left. It needs no network: what cannot be sent waits.
 */
export const systemdUnit = (command: readonly string[]): string => `[Unit]
Description=OutTray: sends what is in the out-tray

[Service]
ExecStart=${command.map(quoted).join(' ')}
Restart=on-failure
RestartSec=5
KillMode=mixed
TimeoutStopSec=30

[Install]
WantedBy=default.target
`;

/** One word of a command line (systemd.syntax(7)): quotes, specifiers and variables mean nothing in it. */
function quoted(word: string): string {
  const escaped = word
    .replaceAll('\\', '\\\\')
    .replaceAll('"', '\\"')
    .replaceAll('\n', '\\n')
    .replaceAll('%', '%%')
    .replaceAll('$', '$$$$');
  return `"${escaped}"`;
}
