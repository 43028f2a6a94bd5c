package io.heimdex.operators.decoder;

import com.sun.jna.Memory;
import com.sun.jna.NativeLong;
import com.sun.jna.Platform;
import com.sun.jna.Pointer;
import java.util.ArrayList;
import java.util.List;

/**
 * A seccomp filter of Linux: from now on no thread of this process can start a program, change a file, signal or look into another process,
 * or reach the parts of the kernel that decoding has no use for. Such calls fail with EPERM. Reading files and the network stay open.
 *
 * <p>It is installed for all threads at once, and takes the right to new privileges from all of them.
 */
final class SystemCallFilter {
  private static final int SET_MODE_FILTER = 1;
  private static final int ALL_THREADS = 1;

  /** Opcodes of the kernel's BPF. */
  private static final int LOAD = 0x20;

  private static final int IF_EQUAL = 0x15;
  private static final int IF_GREATER_OR_EQUAL = 0x35;
  private static final int IF_ANY_BIT = 0x45;
  private static final int RETURN = 0x06;

  private static final int ALLOW = 0x7fff0000;
  private static final int DENY = 0x00050000 | 1; // EPERM

  /** Offsets in what the kernel shows to a filter. */
  private static final int CALL = 0;

  private static final int ARCHITECTURE = 4;
  private static final int ARGUMENTS = 16;

  /** O_WRONLY, O_RDWR, O_CREAT, O_TRUNC. */
  private static final int WRITES = 01 | 02 | 0100 | 01000;

  private final List<int[]> program = new ArrayList<>();

  private SystemCallFilter() {}

  /** Installs it; false if this system has no such thing. */
  static boolean install() {
    SystemCalls calls = SystemCalls.of(Platform.ARCH);
    if (calls == null) {
      return false;
    }
    SystemCallFilter filter = new SystemCallFilter();
    filter.build(calls);
    return filter.load(calls.seccomp());
  }

  private void build(SystemCalls calls) {
    add(LOAD, 0, 0, ARCHITECTURE);
    add(IF_EQUAL, 1, 0, calls.architecture());
    add(RETURN, 0, 0, DENY);
    add(LOAD, 0, 0, CALL);
    // Numbers of another calling convention of the same processor.
    add(IF_GREATER_OR_EQUAL, 0, 1, 0x40000000);
    add(RETURN, 0, 0, DENY);
    for (int call : calls.denied()) {
      add(IF_EQUAL, 0, 1, call);
      add(RETURN, 0, 0, DENY);
    }
    calls.opens().forEach((call, argument) -> denyIf(call, argument, IF_ANY_BIT, 0, 1, WRITES));
    denyIf(
        calls.signalThread(), 0, IF_EQUAL, 1, 0, (int) ProcessHandle.current().pid());
    denyIf(calls.limitProcess(), 0, IF_EQUAL, 1, 0, 0);
    add(RETURN, 0, 0, ALLOW);
  }

  /** Denies a call by one of its arguments: the condition jumps over so many instructions, of which the first denies. */
  private void denyIf(int call, int argument, int condition, int ifTrue, int ifFalse, int value) {
    add(IF_EQUAL, 0, 4, call);
    add(LOAD, 0, 0, ARGUMENTS + Long.BYTES * argument);
    add(condition, ifTrue, ifFalse, value);
    add(RETURN, 0, 0, DENY);
    add(LOAD, 0, 0, CALL);
  }

  private void add(int code, int ifTrue, int ifFalse, int value) {
    program.add(new int[] {code | ifTrue << 16 | ifFalse << 24, value});
  }

  private boolean load(int seccomp) {
    try (Memory instructions = new Memory(8L * program.size());
        Memory whole = new Memory(2L * Long.BYTES)) {
      for (int i = 0; i < program.size(); i++) {
        instructions.write(8L * i, program.get(i), 0, 2);
      }
      whole.clear();
      whole.setShort(0, (short) program.size());
      whole.setPointer(Long.BYTES, instructions);
      return invoke(seccomp, whole) == 0;
    }
  }

  private static long invoke(int seccomp, Pointer filter) {
    return CLibrary.INSTANCE
        .syscall(
            new NativeLong(seccomp),
            new NativeLong(SET_MODE_FILTER),
            new NativeLong(ALL_THREADS),
            filter)
        .longValue();
  }
}
