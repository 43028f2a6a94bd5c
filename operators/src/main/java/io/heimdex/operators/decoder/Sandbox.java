package io.heimdex.operators.decoder;

import com.sun.jna.Memory;
import com.sun.jna.NativeLong;
import com.sun.jna.Platform;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Gives up what decoding doesn't need, for this process and for good.
 *
 * <p>Linux keeps some of it a thread, and this JVM has several already: the filter of system calls is the means to reach all of them, see
 * {@link SystemCallFilter}.
 */
final class Sandbox {
  /** Of the process on top of what it has reserved at its start: stacks, the compiler's memory, what glibc keeps in reserve. */
  private static final long JVM_RESERVE = 128L << 20;

  private static final int OPEN_FILES = 64;
  private static final int NICENESS = 5;

  private static final int M_ARENA_MAX = -8;
  private static final int PR_SET_PDEATHSIG = 1;
  private static final int PR_SET_DUMPABLE = 4;
  private static final int PR_SET_NO_NEW_PRIVS = 38;
  private static final int SIGKILL = 9;

  private static final int RLIMIT_FSIZE = 1;
  private static final int RLIMIT_CORE = 4;
  private static final int RLIMIT_NOFILE_LINUX = 7;
  private static final int RLIMIT_NOFILE_MAC = 8;
  private static final int RLIMIT_AS_LINUX = 9;

  private final List<String> lacking = new ArrayList<>();

  private Sandbox() {}

  /**
   * Enters it.
   *
   * @return what this system doesn't offer, empty if all is in force
   */
  static String enter(long memoryBytes) throws IOException {
    Sandbox sandbox = new Sandbox();
    sandbox.limit("core dumps", RLIMIT_CORE, 0);
    sandbox.limit("file sizes", RLIMIT_FSIZE, 0);
    sandbox.removeFolder();
    if (Platform.isLinux()) {
      sandbox.enterLinux(memoryBytes);
    } else {
      sandbox.limit("open files", RLIMIT_NOFILE_MAC, OPEN_FILES);
      sandbox.niceness(0);
      sandbox.lacking.add("limit of memory, filter of system calls");
    }
    return String.join(", ", sandbox.lacking);
  }

  private void enterLinux(long memoryBytes) throws IOException {
    CLibrary.INSTANCE.mallopt(M_ARENA_MAX, 2);
    limit("open files", RLIMIT_NOFILE_LINUX, OPEN_FILES);
    limit("memory", RLIMIT_AS_LINUX, addressSpace() + JVM_RESERVE + memoryBytes);
    try (DirectoryStream<Path> threads = Files.newDirectoryStream(Path.of("/proc/self/task"))) {
      for (Path thread : threads) {
        niceness(Integer.parseInt(thread.getFileName().toString()));
      }
    }
    control("end with the parent", PR_SET_PDEATHSIG, SIGKILL);
    control("no new privileges", PR_SET_NO_NEW_PRIVS, 1);
    if (!SystemCallFilter.install()) {
      lacking.add("filter of system calls");
    }
    control("no memory dumps", PR_SET_DUMPABLE, 0);
  }

  /** The working directory: empty, ours, and from now on a place where nothing can be created. */
  private void removeFolder() throws IOException {
    Files.deleteIfExists(Path.of(System.getProperty("user.dir")));
  }

  private static long addressSpace() throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
      if (line.startsWith("VmSize:")) {
        return Long.parseLong(line.replaceAll("[^0-9]", "")) << 10;
      }
    }
    throw new IOException("/proc/self/status has no VmSize");
  }

  private void limit(String what, int resource, long value) {
    try (Memory limits = new Memory(2L * Long.BYTES)) {
      limits.setLong(0, value);
      limits.setLong(Long.BYTES, value);
      if (CLibrary.INSTANCE.setrlimit(resource, limits) != 0) {
        lacking.add("limit of " + what);
      }
    }
  }

  private void niceness(int thread) {
    if (CLibrary.INSTANCE.setpriority(0, thread, NICENESS) != 0) {
      lacking.add("lower priority");
    }
  }

  private void control(String what, int option, int value) {
    NativeLong zero = new NativeLong(0);
    if (CLibrary.INSTANCE.prctl(option, new NativeLong(value), zero, zero, zero) != 0) {
      lacking.add(what);
    }
  }
}
