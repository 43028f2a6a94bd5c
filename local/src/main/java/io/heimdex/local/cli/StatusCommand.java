package io.heimdex.local.cli;

import io.heimdex.local.stack.StackAddresses;
import io.heimdex.local.stack.StackHome;
import io.heimdex.local.stack.StackOptions;
import io.heimdex.local.stack.StackStatus;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code heimdex status}. */
@Command(
    name = "status",
    description =
        "Shows whether the stack is up, where its services are, how the job is and how many videos are in each"
            + " state.",
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:the stack is up",
      "1:it is up but does not answer",
      "2:wrong usage",
      "3:it is down or starting"
    })
final class StatusCommand implements Callable<Integer> {
  private static final int DOWN = 3;

  @Mixin
  private Output output = new Output();

  @Override
  public Integer call() throws Exception {
    StackStatus status = StackStatus.of(new StackHome(StackOptions.defaultHome()));
    output.result(status, text(status));
    return status.up() ? 0 : DOWN;
  }

  private static String text(StackStatus status) {
    StackAddresses addresses = status.addresses();
    return addresses == null
        ? "The stack is " + status.state()
        : AddressTable.of(addresses) + "\njob           " + status.jobState() + "\nvideos        "
            + videos(status.videos()) + warnings(status.warnings()) + processes(status.processes());
  }

  private static String processes(Map<String, Long> processes) {
    return processes.isEmpty()
        ? ""
        : "\nprocesses     "
            + processes.entrySet().stream()
                .map(process -> process.getKey() + " " + process.getValue())
                .collect(Collectors.joining(", "));
  }

  private static String warnings(@Nullable Long videos) {
    return videos == null || videos == 0 ? "" : " (" + videos + " with warnings)";
  }

  private static String videos(@Nullable Map<String, Long> videos) {
    return videos == null || videos.isEmpty()
        ? "none"
        : videos.entrySet().stream()
            .map(state -> state.getValue() + " " + state.getKey())
            .collect(Collectors.joining(", "));
  }
}
