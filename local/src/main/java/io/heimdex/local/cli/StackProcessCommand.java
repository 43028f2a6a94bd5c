package io.heimdex.local.cli;

import io.heimdex.local.process.Termination;
import io.heimdex.local.stack.Stack;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code heimdex stack-process}: what {@code up} leaves in the background. Stops in order when it is asked to end. */
@Command(name = StackProcessCommand.NAME, hidden = true, mixinStandardHelpOptions = true)
final class StackProcessCommand implements Callable<Integer> {
  static final String NAME = "stack-process";

  @Mixin
  private StackFlags flags = new StackFlags();

  @Override
  public Integer call() throws Exception {
    Termination termination = Termination.install();
    Thread starter = Thread.currentThread();
    termination.onSignal(starter::interrupt);
    try (Stack stack = Stack.start(flags.options(), System.err::println)) {
      System.err.println("The stack is up, Flink at " + stack.addresses().flinkUrl());
      termination.await();
    } catch (InterruptedException e) {
      // The signal came while this thread was waiting for it.
      return 0;
    }
    return 0;
  }
}
