import { registerHooks } from 'node:module';

// GitHub's parser imports JSON the way that bundlers understand and Node does not.
registerHooks({
  resolve(specifier, context, next) {
    const found = next(specifier, context);
    return /@actions[/].*[.]json$/.test(found.url)
      ? { ...found, importAttributes: { type: 'json' } }
      : found;
  },
});
const { NoOperationTraceWriter, parseWorkflow } = await import('@actions/workflow-parser');

/** What is wrong with a workflow, as GitHub itself would say it. */
export const workflowProblems = (name: string, content: string): readonly string[] =>
  parseWorkflow({ name, content }, new NoOperationTraceWriter())
    .context.errors.getErrors()
    .map((error) => error.message);
