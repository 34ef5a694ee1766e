#ifndef CTERMINALGUARD_H
#define CTERMINALGUARD_H
#include <stddef.h>

/// Puts the terminal back after every kind of end, and turns signals into bytes that the run loop can wait for.
///
/// In C because a signal handler may touch nothing but memory that is already there and async-signal-safe calls;
/// Swift promises neither. One terminal a process.

/// What `terminal_guard_next_signal` answers beside the number of a signal.
enum {
  TERMINAL_GUARD_NOTHING = -1,
  TERMINAL_GUARD_WOKEN = 0,
};

/// Remembers the modes (echo, line editing ...) of the terminal `descriptor`, to be put back later.
/// To be called before anything changes them. Answers 0, or -1 where there is no terminal.
int terminal_guard_remember(int descriptor);

/// From now on the terminal is put back, by writing the `count` bytes of `farewell` and by the remembered modes,
/// when the process exits or crashes; the crash itself then goes on as it would have without the guard. The calling
/// thread is the one that draws: when another one crashes it is held, so that it does not draw on.
/// While armed, messages on a standard error that is a terminal are held back: they would be drawn into the screen.
///
/// WINCH, TSTP, CONT and all signals that would end the program arrive as bytes instead of acting. A signal that was
/// ignored stays so.
///
/// Answers the descriptor that becomes readable when there is something to take, or -1 if there are no pipes left.
int terminal_guard_arm(const char *farewell, size_t count);

/// The end of `terminal_guard_arm`, without putting anything back: for when the screen was closed in the ordinary way.
void terminal_guard_disarm(void);

/// Takes the next signal that arrived, in order: its number, `TERMINAL_GUARD_WOKEN`, or `TERMINAL_GUARD_NOTHING`.
///
/// If a second signal to end arrives before the first was taken, the program hangs: it is ended on the spot.
int terminal_guard_next_signal(void);

/// Makes the descriptor readable; from any thread.
void terminal_guard_wake(void);

/// Stops the process and its job as Ctrl-Z does without a handler, and returns when it goes on. The screen must be
/// closed before and opened after; in between nothing is put back, for the terminal belongs to somebody else.
void terminal_guard_stop(void);

#endif
