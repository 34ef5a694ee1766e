#ifndef CNCURSES_SHIM_H
#define CNCURSES_SHIM_H

// The parts of ncurses that do not import into Swift by themselves: casts, macros with arguments, and globals.

#ifndef NCURSES_WIDECHAR
#define NCURSES_WIDECHAR 1
#endif
#if !__has_include(<ncurses.h>)
#error "ncurses headers not found: apt-get install libncursesw5-dev (Debian, Ubuntu) or brew install ncurses (macOS)"
#endif
#include <langinfo.h>
#include <locale.h>
#include <ncurses.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <term.h>
#include <termios.h>
#include <unistd.h>

static const attr_t ncurses_bold = A_BOLD;
static const attr_t ncurses_underline = A_UNDERLINE;
static const attr_t ncurses_reverse = A_REVERSE;

/// Sets up the capabilities of the terminal `name`, to be asked for one by one, without touching the terminal.
static inline bool ncurses_look_up(const char *name, int output) {
  int status = 0;
  return setupterm(name, output, &status) == OK;
}

/// The end of `ncurses_look_up`.
static inline void ncurses_end_looking_up(void) { del_curterm(cur_term); }

/// Opens the terminal `name` on two descriptors; NULL if there is no such terminal.
static inline SCREEN *ncurses_open(const char *name, int input, int output) {
  FILE *from = input == 0 ? stdin : fdopen(input, "r");
  FILE *to = output == 1 ? stdout : fdopen(output, "w");
  return from && to ? newterm(name, to, from) : NULL;
}

/// How many columns a glyph takes in the locale that was set; −1 where it cannot be shown.
static inline int ncurses_glyph_width(wchar_t glyph) {
  extern int wcwidth(wchar_t);
  return wcwidth(glyph);
}

/// Puts the size of the window on `terminal`, in cells, into `width` and `height`, if it is known.
static inline bool ncurses_window_size(int terminal, int *width, int *height) {
  struct winsize size;
  if (ioctl(terminal, TIOCGWINSZ, &size) != 0 || size.ws_row == 0 || size.ws_col == 0) return false;
  *width = size.ws_col;
  *height = size.ws_row;
  return true;
}

/// Puts the size of a cell on `terminal`, in pixels, into `width` and `height`, if it is known and whole.
static inline bool ncurses_cell_size(int terminal, int *width, int *height) {
  struct winsize size;
  if (ioctl(terminal, TIOCGWINSZ, &size) != 0 || size.ws_row == 0 || size.ws_col == 0) return false;
  if (size.ws_xpixel == 0 || size.ws_ypixel == 0) return false;
  if (size.ws_xpixel % size.ws_col != 0 || size.ws_ypixel % size.ws_row != 0) return false;
  *width = size.ws_xpixel / size.ws_col;
  *height = size.ws_ypixel / size.ws_row;
  return true;
}

/// How many bytes of input wait on `terminal`; −1 where that is not known.
static inline int ncurses_bytes_waiting(int terminal) {
  int count = 0;
  return ioctl(terminal, FIONREAD, &count) == 0 ? count : -1;
}

/// Has Ctrl-Z arrive as a key: as a signal it would be lost while ncurses draws, for then ncurses ignores SIGTSTP.
/// To be called when the other modes are set.
static inline void ncurses_take_suspend_key(int terminal) {
  struct termios modes;
  if (tcgetattr(terminal, &modes) != 0) return;
  modes.c_cc[VSUSP] = _POSIX_VDISABLE;
#ifdef VDSUSP
  modes.c_cc[VDSUSP] = _POSIX_VDISABLE;
#endif
  if (tcsetattr(terminal, TCSADRAIN, &modes) == 0) def_prog_mode();
}

static inline int ncurses_function_key(int number) { return KEY_F(number); }
static inline int ncurses_color_count(void) { return COLORS; }
static inline int ncurses_color_pair_count(void) { return COLOR_PAIRS; }

/// Whether more than 32,767 colours and 256 colour pairs can be used.
#if defined(NCURSES_EXT_COLORS) && NCURSES_EXT_COLORS >= 20170401
static inline bool ncurses_has_extended_colors(void) { return true; }
static inline int ncurses_set_pair(int pair, int ink, int paper) { return init_extended_pair(pair, ink, paper); }
static inline void ncurses_forget_pairs(void) { reset_color_pairs(); }
static inline void ncurses_set_cell(cchar_t *cell, wchar_t glyph, attr_t attributes, int pair) {
  wchar_t text[2] = {glyph, 0};
  setcchar(cell, text, attributes, (short)(pair > 0x7FFF ? 0x7FFF : pair), &pair);
}
#else
static inline bool ncurses_has_extended_colors(void) { return false; }
static inline int ncurses_set_pair(int pair, int ink, int paper) {
  return init_pair((short)pair, (short)ink, (short)paper);
}
static inline void ncurses_forget_pairs(void) {}
static inline void ncurses_set_cell(cchar_t *cell, wchar_t glyph, attr_t attributes, int pair) {
  wchar_t text[2] = {glyph, 0};
  setcchar(cell, text, attributes, (short)pair, NULL);
}
#endif

#endif
