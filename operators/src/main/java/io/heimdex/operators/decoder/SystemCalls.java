package io.heimdex.operators.decoder;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Numbers of Linux system calls on one kind of processor.
 *
 * @param architecture as the kernel names it to filters
 * @param denied whatever their arguments
 * @param opens calls that open files, and which argument holds their flags
 * @param signalThread {@code tgkill}, by which a process also aborts itself
 * @param limitProcess {@code prlimit64}, by which a process also reads its own limits
 */
record SystemCalls(
    int architecture,
    int seccomp,
    List<Integer> denied,
    Map<Integer, Integer> opens,
    int signalThread,
    int limitProcess) {

  private static final SystemCalls X86_64 = new SystemCalls(
      0xc000003e,
      317,
      List.of(
          // execve, execveat, ptrace, process_vm_readv, process_vm_writev
          59,
          322,
          101,
          310,
          311,
          // kill, tkill, rt_sigqueueinfo, rt_tgsigqueueinfo, pidfd_open, pidfd_getfd,
          // pidfd_send_signal
          62,
          200,
          129,
          297,
          434,
          438,
          424,
          // listen, accept, accept4
          50,
          43,
          288,
          // creat, openat2, truncate, ftruncate, rename, renameat, renameat2, link, linkat,
          // symlink, symlinkat
          85,
          437,
          76,
          77,
          82,
          264,
          316,
          86,
          265,
          88,
          266,
          // unlink, unlinkat, mkdir, mkdirat, rmdir, mknod, mknodat, chmod, fchmod, fchmodat,
          // chown, fchown, lchown, fchownat
          87,
          263,
          83,
          258,
          84,
          133,
          259,
          90,
          91,
          268,
          92,
          93,
          94,
          260,
          // mount, umount2, chroot, pivot_root, unshare, setns
          165,
          166,
          161,
          155,
          272,
          308,
          // init_module, finit_module, delete_module, kexec_load, kexec_file_load
          175,
          313,
          176,
          246,
          320,
          // bpf, perf_event_open, keyctl, add_key, request_key, userfaultfd, io_uring_setup
          321,
          298,
          250,
          248,
          249,
          323,
          425),
      Map.of(2, 1, 257, 2),
      234,
      302);

  private static final SystemCalls ARM_64 = new SystemCalls(
      0xc00000b7,
      277,
      List.of(
          // execve, execveat, ptrace, process_vm_readv, process_vm_writev
          221,
          281,
          117,
          270,
          271,
          // kill, tkill, rt_sigqueueinfo, rt_tgsigqueueinfo, pidfd_open, pidfd_getfd,
          // pidfd_send_signal
          129,
          130,
          138,
          240,
          434,
          438,
          424,
          // listen, accept, accept4
          201,
          202,
          242,
          // openat2, truncate, ftruncate, renameat, renameat2, linkat, symlinkat
          437,
          45,
          46,
          38,
          276,
          37,
          36,
          // unlinkat, mkdirat, mknodat, fchmod, fchmodat, fchownat, fchown
          35,
          34,
          33,
          52,
          53,
          54,
          55,
          // mount, umount2, chroot, pivot_root, unshare, setns
          40,
          39,
          51,
          41,
          97,
          268,
          // init_module, finit_module, delete_module, kexec_load, kexec_file_load
          105,
          273,
          106,
          104,
          294,
          // bpf, perf_event_open, keyctl, add_key, request_key, userfaultfd, io_uring_setup
          280,
          241,
          219,
          217,
          218,
          282,
          425),
      Map.of(56, 2),
      131,
      261);

  /** Null where they are not known. */
  static @Nullable SystemCalls of(String architecture) {
    return switch (architecture) {
      case "x86-64" -> X86_64;
      case "aarch64" -> ARM_64;
      default -> null;
    };
  }
}
