package io.heimdex.local.chaos.agent;

import static net.bytebuddy.matcher.ElementMatchers.named;

import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import net.bytebuddy.agent.builder.AgentBuilder;
import net.bytebuddy.asm.Advice;

/** The agent: puts {@link Killer} and {@link FrameLog} into the product's classes as they are loaded. */
public final class ChaosAgent {
  private static final String DETECT_METRICS = "io.heimdex.operators.detect.DetectMetrics";

  private static final Map<KillPoint, Class<?>> ADVICE = Map.of(
      KillPoint.BEFORE_PREPARE_COMMIT, BeforePrepareCommit.class,
      KillPoint.AFTER_PREPARE_COMMIT, AfterPrepareCommit.class,
      KillPoint.AFTER_STAGING, AfterStaging.class,
      KillPoint.BEFORE_COMMIT, BeforeCommit.class,
      KillPoint.AFTER_COMMIT, AfterCommit.class,
      KillPoint.BEFORE_REMOVAL, BeforeRemoval.class,
      KillPoint.AFTER_PUT, AfterPut.class);

  private ChaosAgent() {}

  /** @param folder of the armed points and of the logs of frames; exists */
  public static void premain(String folder, Instrumentation instrumentation) throws IOException {
    Path directory = Path.of(folder);
    Killer.watch(directory);
    FrameLog.writeTo(Files.createTempFile(directory, "frames-", ".log"));
    AgentBuilder agent = new AgentBuilder.Default().disableClassFormatChanges();
    for (Map.Entry<KillPoint, Class<?>> advice : ADVICE.entrySet()) {
      KillPoint point = advice.getKey();
      agent = advise(agent, point.className(), point.method(), advice.getValue());
    }
    advise(agent, DETECT_METRICS, "decoded", Decoded.class).installOn(instrumentation);
  }

  private static AgentBuilder advise(
      AgentBuilder agent, String className, String method, Class<?> advice) {
    return agent
        .type(named(className))
        .transform((builder, type, loader, module, domain) ->
            builder.visit(Advice.to(advice).on(named(method))));
  }

  // The bodies below are copied into the product's methods, and run there.

  static final class BeforePrepareCommit {
    @Advice.OnMethodEnter
    static void enter(@Advice.FieldValue("prepared") Collection<?> prepared) {
      if (!prepared.isEmpty()) {
        Killer.reach("BEFORE_PREPARE_COMMIT");
      }
    }
  }

  static final class AfterPrepareCommit {
    @Advice.OnMethodExit
    static void exit(@Advice.Return Collection<?> committables) {
      if (!committables.isEmpty()) {
        Killer.reach("AFTER_PREPARE_COMMIT");
      }
    }
  }

  static final class AfterStaging {
    @Advice.OnMethodExit
    static void exit() {
      Killer.reach("AFTER_STAGING");
    }
  }

  static final class BeforeCommit {
    @Advice.OnMethodExit
    static void exit() {
      Killer.reach("BEFORE_COMMIT");
    }
  }

  static final class AfterCommit {
    @Advice.OnMethodEnter
    static void enter() {
      Killer.reach("AFTER_COMMIT");
    }
  }

  static final class BeforeRemoval {
    @Advice.OnMethodEnter
    static void enter() {
      Killer.reach("BEFORE_REMOVAL");
    }
  }

  static final class AfterPut {
    @Advice.OnMethodExit
    static void exit() {
      Killer.reach("AFTER_PUT");
    }
  }

  static final class Decoded {
    @Advice.OnMethodEnter
    static void enter(@Advice.Argument(0) Object chunk) {
      FrameLog.add(chunk);
    }
  }
}
