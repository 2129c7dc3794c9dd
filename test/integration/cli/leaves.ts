import type { Command } from 'commander';

/** Commands that do something, by their names as one types them. */
export function leaves(command: Command, name = ''): readonly (readonly [string, Command])[] {
  return command.commands.flatMap((one) => {
    const full = `${name} ${one.name()}`.trim();
    return one.commands.length > 0 ? leaves(one, full) : [[full, one] as const];
  });
}
