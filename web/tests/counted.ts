// Ends what the runner says with one plain line.
import type { Reporter, TestModule } from "vitest/node";

export default class Counted implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]) {
    const tests = modules.flatMap((it) => [...it.children.allTests()]);
    const of = (state: string) => tests.filter((it) => it.result().state === state).length;
    // A file that can't be read has no tests, and an error outside of tests is of none of them.
    const broken = modules.filter((it) => it.state() === "failed" && it.children.size === 0).length;
    // After the summary of the runner, which is written in this turn.
    process.once("exit", () => {
      process.stdout.write(
        `${of("passed")} passed, ${of("failed") + broken + errors.length} failed\n`,
      );
    });
  }
}
