#ifndef CPSEUDOTERMINAL_H
#define CPSEUDOTERMINAL_H
#include <sys/types.h>

/// Starts the program `path` in `directory` on a new pseudo-terminal of `rows` and `columns`, as the leader of a session
/// of its own, with all signals as they are at first. `arguments` and `environment` end with NULL.
///
/// Answers its process id and puts the terminal's other end into `controller`, or answers -1.
/// In C because nothing but async-signal-safe calls is allowed between fork and exec.
pid_t pseudo_terminal_spawn(const char *path, char *const arguments[], char *const environment[], const char *directory,
                            int rows, int columns, int *controller);

/// Opens a pseudo-terminal of `rows` and `columns` without a program on it. Answers 0 or -1.
int pseudo_terminal_open(int rows, int columns, int *controller, int *terminal);

/// Gives the terminal a new size; the program on it gets SIGWINCH. Answers 0 or -1.
int pseudo_terminal_resize(int controller, int rows, int columns);

#endif
