import { describe, expect, test } from 'vitest';
import { createProgram } from '../../../electron/headless/cli/program.ts';
import { cliOutput } from '../../../shared/contracts/cli-output.ts';
import { collectingCli } from '../../integration/cli/in-process.ts';
import { leaves } from '../../integration/cli/leaves.ts';

const { cli } = collectingCli({ home: '/nowhere/home' });

const COMMANDS = leaves(createProgram(cli));

test('every command has a documented shape for JSON, and no shape is of nothing', () => {
  expect(COMMANDS.map(([name]) => name).toSorted()).toEqual(Object.keys(cliOutput).toSorted());
});

describe.for(COMMANDS)('%s', ([name, command]) => {
  let help = '';
  command.configureOutput({ writeOut: (text) => (help += text) });
  command.outputHelp();

  test('says what it does, and shows an example of itself', () => {
    expect(command.description()).not.toBe('');
    expect(help).toMatch(new RegExp(`Examples?:\\n(.*\\n)*  outtray ${name}\\b`));
  });

  test('can be asked for another profile folder and for JSON', () => {
    const options = command.options.map((option) => option.long);
    expect(options).toEqual(expect.arrayContaining(['--home', '--json', '--output']));
  });
});
