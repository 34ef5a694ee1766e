#define _GNU_SOURCE
#include "CTerminalGuard.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

static const int fatal_signals[] = {SIGILL, SIGTRAP, SIGABRT, SIGSEGV, SIGBUS, SIGFPE, SIGSYS};
enum {
  // Nobody else uses it here, and by default it does nothing.
  PARKING_SIGNAL = SIGURG,
  FATAL_COUNT = sizeof fatal_signals / sizeof *fatal_signals,
#ifdef SIGRTMAX
  HIGHEST_SIGNAL = 64,
#else
  HIGHEST_SIGNAL = NSIG - 1,
#endif
};
static struct sigaction former_fatal[FATAL_COUNT], former_polite[HIGHEST_SIGNAL + 1], former_parking;
/// Whether a handler stands in for `former_polite`.
static int is_caught[HIGHEST_SIGNAL + 1];

static int is_fatal(int number) {
  for (int i = 0; i < FATAL_COUNT; i++) {
    if (fatal_signals[i] == number) return 1;
  }
  return 0;
}

/// Whether a signal that no program has heard of would end it, or has a meaning for the screen: all but those that nobody
/// can catch, that do nothing by default, that stop a job in the background, and XFSZ, which is left ignored so that a
/// write beyond a limit fails with a reason.
static int is_polite(int number) {
  switch (number) {
    case SIGKILL: case SIGSTOP: case SIGCHLD: case SIGURG: case SIGTTIN: case SIGTTOU: case SIGXFSZ: return 0;
#ifdef SIGINFO
    case SIGINFO: return 0;
#endif
#if defined(SIGIO) && !defined(__linux__)
    case SIGIO: return 0;
#endif
    default: return !is_fatal(number);
  }
}

static int terminal = -1;
static struct termios remembered_modes;
static char farewell_bytes[1024];
static size_t farewell_count;

/// Whether the terminal shows our screen; whoever takes it from 1 to 0 puts the terminal back, once.
static atomic_int shown;
/// Whether the handlers are in place.
static int armed;
/// A signal to end that came and were not yet taken by the run loop.
static atomic_int endings_pending;
/// What the run loop waits for: [0] is read, [1] written.
static int signal_pipe[2] = {-1, -1};
/// Where standard error goes while the screen is shown, and the real one meanwhile.
static int held_errors[2] = {-1, -1}, real_errors = -1;

/// A handler on a stack of its own still runs after the ordinary stack has overflowed.
static char handler_stack[64 * 1024];

static void write_all(int descriptor, const char *bytes, size_t count) {
  while (count > 0) {
    ssize_t written = write(descriptor, bytes, count);
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return;
    bytes += written;
    count -= (size_t)written;
  }
}

/// Gives standard error back and shows what was held. Async-signal-safe.
static void release_errors(void) {
  if (real_errors < 0) return;
  dup2(real_errors, STDERR_FILENO);
  char buffer[512];
  ssize_t count;
  while ((count = read(held_errors[0], buffer, sizeof buffer)) > 0) write_all(STDERR_FILENO, buffer, (size_t)count);
}

/// Async-signal-safe.
static void put_back(void) {
  if (!atomic_exchange(&shown, 0)) return;
  write_all(terminal, farewell_bytes, farewell_count);
  tcsetattr(terminal, TCSANOW, &remembered_modes);
  release_errors();
}

/// The thread that draws, and where it is when another one crashes.
static pthread_t drawing_thread;
static atomic_int is_crashing, is_parked;

/// Holds the thread that draws while another one crashes: it would draw over what was put back.
static void on_parking(int number) {
  (void)number;
  if (!atomic_load(&is_crashing)) return;
  atomic_store(&is_parked, 1);
  for (;;) pause();
}

static void park_drawing_thread(void) {
  if (pthread_equal(pthread_self(), drawing_thread)) return;
  atomic_store(&is_crashing, 1);
  pthread_kill(drawing_thread, PARKING_SIGNAL);
  // A tenth of a second is enough for a thread that still listens.
  for (int i = 0; i < 100 && !atomic_load(&is_parked); i++) poll(NULL, 0, 1);
}

static void on_crash(int number, siginfo_t *info, void *context) {
  (void)context;
  if (atomic_load(&shown)) park_drawing_thread();
  put_back();
  for (int i = 0; i < FATAL_COUNT; i++) {
    if (fatal_signals[i] == number) sigaction(number, &former_fatal[i], NULL);
  }
  // A fault comes again by itself when this returns, and meets whoever was there before, such as Swift's crash
  // reporter. A signal that was sent, as by abort, has to be sent again, and so has a breakpoint where the processor
  // has already gone past it.
  int comes_again = info->si_code > 0;
#if defined(__x86_64__) || defined(__i386__)
  if (number == SIGTRAP) comes_again = 0;
#endif
  if (!comes_again) raise(number);
}

static int ends_program(int number) {
  return number > 0 && number != SIGWINCH && number != SIGTSTP && number != SIGCONT;
}

static void on_polite_signal(int number) {
  int saved_errno = errno;
  if (ends_program(number) && atomic_fetch_add(&endings_pending, 1) > 0) {
    put_back();
    signal(number, SIG_DFL);
    sigset_t only;
    sigemptyset(&only);
    sigaddset(&only, number);
    pthread_sigmask(SIG_UNBLOCK, &only, NULL);
    raise(number);
    _exit(128 + number);
  }
  char byte = (char)number;
  (void)!write(signal_pipe[1], &byte, 1);
  errno = saved_errno;
}

static int open_pipe(int ends[2]) {
  if (pipe(ends) != 0) return -1;
  for (int i = 0; i < 2; i++) {
    fcntl(ends[i], F_SETFL, O_NONBLOCK);
    fcntl(ends[i], F_SETFD, FD_CLOEXEC);
  }
  return 0;
}

static void close_pipe(int ends[2]) {
  for (int i = 0; i < 2; i++) {
    if (ends[i] >= 0) close(ends[i]);
    ends[i] = -1;
  }
}

int terminal_guard_remember(int descriptor) {
  if (tcgetattr(descriptor, &remembered_modes) != 0) return -1;
  terminal = descriptor;
  return 0;
}

int terminal_guard_arm(const char *farewell, size_t count) {
  if (armed || terminal < 0 || count > sizeof farewell_bytes) return -1;
  if (open_pipe(signal_pipe) != 0) return -1;
  memcpy(farewell_bytes, farewell, count);
  farewell_count = count;
  if (isatty(STDERR_FILENO) && open_pipe(held_errors) == 0) {
    real_errors = fcntl(STDERR_FILENO, F_DUPFD_CLOEXEC, 10);
    dup2(held_errors[1], STDERR_FILENO);
  }

  stack_t stack = {.ss_sp = handler_stack, .ss_size = sizeof handler_stack};
  sigaltstack(&stack, NULL);
  struct sigaction action;
  memset(&action, 0, sizeof action);
  sigfillset(&action.sa_mask);
  action.sa_sigaction = on_crash;
  action.sa_flags = SA_SIGINFO | SA_ONSTACK;
  for (int i = 0; i < FATAL_COUNT; i++) sigaction(fatal_signals[i], &action, &former_fatal[i]);
  action.sa_handler = on_polite_signal;
  action.sa_flags = SA_RESTART;
  for (int number = 1; number <= HIGHEST_SIGNAL; number++) {
    // The C library keeps some for itself; what `nohup` or a shell without job control made ignored stays ignored.
    is_caught[number] = is_polite(number) && sigaction(number, NULL, &former_polite[number]) == 0
                        && former_polite[number].sa_handler != SIG_IGN && sigaction(number, &action, NULL) == 0;
  }
  // With nothing blocked, so that a crash reporter can still look at the thread.
  drawing_thread = pthread_self();
  sigemptyset(&action.sa_mask);
  action.sa_handler = on_parking;
  sigaction(PARKING_SIGNAL, &action, &former_parking);
  static int registered;
  if (!registered++) atexit(put_back);
  armed = 1;
  atomic_store(&shown, 1);
  return signal_pipe[0];
}

void terminal_guard_disarm(void) {
  if (!armed) return;
  armed = 0;
  atomic_store(&shown, 0);
  for (int i = 0; i < FATAL_COUNT; i++) sigaction(fatal_signals[i], &former_fatal[i], NULL);
  for (int number = 1; number <= HIGHEST_SIGNAL; number++) {
    if (is_caught[number]) sigaction(number, &former_polite[number], NULL);
  }
  sigaction(PARKING_SIGNAL, &former_parking, NULL);
  release_errors();
  if (real_errors >= 0) close(real_errors);
  real_errors = -1;
  close_pipe(held_errors);
  close_pipe(signal_pipe);
}

int terminal_guard_next_signal(void) {
  char byte;
  if (read(signal_pipe[0], &byte, 1) != 1) return TERMINAL_GUARD_NOTHING;
  if (ends_program(byte)) atomic_store(&endings_pending, 0);
  return byte;
}

void terminal_guard_wake(void) {
  char byte = TERMINAL_GUARD_WOKEN;
  (void)!write(signal_pipe[1], &byte, 1);
}

void terminal_guard_stop(void) {
  atomic_store(&shown, 0);
  if (real_errors >= 0) release_errors();
  struct sigaction other, ours;
  memset(&other, 0, sizeof other);
  // First the rest of the job, such as a script around this program; then this thread, which goes no further.
  other.sa_handler = SIG_IGN;
  sigaction(SIGTSTP, &other, &ours);
  kill(0, SIGTSTP);
  other.sa_handler = SIG_DFL;
  sigaction(SIGTSTP, &other, NULL);
  raise(SIGTSTP);
  sigaction(SIGTSTP, &ours, NULL);
  if (real_errors >= 0) dup2(held_errors[1], STDERR_FILENO);
  atomic_store(&shown, 1);
}
