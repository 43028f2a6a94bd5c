package io.heimdex.operators.decoder;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.NativeLong;
import com.sun.jna.Pointer;

/** What the JDK doesn't offer of the C library. Numbers and structures are those of 64-bit systems. */
interface CLibrary extends Library {
  CLibrary INSTANCE = Native.load("c", CLibrary.class);

  int dup(int file);

  int dup2(int from, int to);

  int close(int file);

  int mallopt(int parameter, int value);

  int setrlimit(int resource, Pointer limits);

  int setpriority(int which, int who, int priority);

  int prctl(int option, NativeLong second, NativeLong third, NativeLong fourth, NativeLong fifth);

  NativeLong syscall(NativeLong number, NativeLong first, NativeLong second, Pointer third);
}
