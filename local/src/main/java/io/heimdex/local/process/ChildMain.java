package io.heimdex.local.process;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.util.Arrays;
import sun.misc.Signal;

/**
 * Runs another class's {@code main}, and ends this process as soon as its parent is gone, also where the parent was killed:
 * standard input is a pipe of which only the parent holds the other end. Needs nothing but the JDK.
 */
public final class ChildMain {
  private ChildMain() {}

  /** @param args the name of the class, then its arguments */
  public static void main(String[] args) throws Throwable {
    // Ctrl-C in a terminal reaches all its processes; the parent decides when this one ends.
    Signal.handle(new Signal("INT"), signal -> {});
    Thread watch = new Thread(ChildMain::haltWithParent, "parent-watch");
    watch.setDaemon(true);
    watch.start();
    try {
      Class.forName(args[0]).getMethod("main", String[].class).invoke(null, (Object)
          Arrays.copyOfRange(args, 1, args.length));
    } catch (InvocationTargetException e) {
      throw e.getTargetException();
    }
  }

  private static void haltWithParent() {
    try {
      while (System.in.read() >= 0) {
        // The parent writes nothing.
      }
    } catch (IOException e) {
      // As good as the end of the pipe.
    }
    Runtime.getRuntime().halt(1);
  }
}
