#define _GNU_SOURCE
#include "CPseudoTerminal.h"

#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>
#if defined(__APPLE__)
#include <util.h>
#else
#include <pty.h>
#endif

static struct winsize window_size(int rows, int columns) {
  struct winsize size;
  memset(&size, 0, sizeof size);
  size.ws_row = (unsigned short)rows;
  size.ws_col = (unsigned short)columns;
  return size;
}

pid_t pseudo_terminal_spawn(const char *path, char *const arguments[], char *const environment[], const char *directory,
                            int rows, int columns, int *controller) {
  struct winsize size = window_size(rows, columns);
  pid_t process = forkpty(controller, NULL, NULL, &size);
  if (process == 0) {
    // What the parent ignores or blocks would be inherited.
    for (int number = 1; number < NSIG; number++) signal(number, SIG_DFL);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    // Another thread may have opened something just now that is not yet marked as closed on exec.
    for (int descriptor = STDERR_FILENO + 1; descriptor < 1024; descriptor++) close(descriptor);
    if (chdir(directory) == 0) execve(path, arguments, environment);
    _exit(127);
  }
  if (process > 0) fcntl(*controller, F_SETFD, FD_CLOEXEC);
  return process;
}

int pseudo_terminal_open(int rows, int columns, int *controller, int *terminal) {
  struct winsize size = window_size(rows, columns);
  if (openpty(controller, terminal, NULL, NULL, &size) != 0) return -1;
  fcntl(*controller, F_SETFD, FD_CLOEXEC);
  fcntl(*terminal, F_SETFD, FD_CLOEXEC);
  return 0;
}

int pseudo_terminal_resize(int controller, int rows, int columns) {
  struct winsize size = window_size(rows, columns);
  return ioctl(controller, TIOCSWINSZ, &size);
}
