#ifndef CVTERM_SHIM_H
#define CVTERM_SHIM_H

// libvterm keeps cells in bit fields and unions, which do not import into Swift: they are read here.

#include <vterm.h>

/// One cell of the emulator's screen. A colour is −1 for the terminal's own, 0...255 for a number, or 0x1RRGGBB.
typedef struct {
  unsigned glyph;
  int foreground, background;
  bool bold, underline, reverse;
} CVTermCell;

/// What a program can switch on the emulator.
typedef struct {
  int alternate_screen, cursor_visible, mouse;
} CVTermSwitches;

static inline int cvterm_color(VTermColor color) {
  if (VTERM_COLOR_IS_DEFAULT_FG(&color) || VTERM_COLOR_IS_DEFAULT_BG(&color)) return -1;
  if (VTERM_COLOR_IS_INDEXED(&color)) return color.indexed.idx;
  return 0x1000000 | color.rgb.red << 16 | color.rgb.green << 8 | color.rgb.blue;
}

static inline CVTermCell cvterm_cell(VTermScreen *screen, int row, int column) {
  VTermPos position = {row, column};
  VTermScreenCell cell;
  CVTermCell result = {' ', -1, -1, false, false, false};
  if (!vterm_screen_get_cell(screen, position, &cell)) return result;
  result.glyph = cell.chars[0] == 0 || cell.chars[0] == (uint32_t)-1 ? ' ' : cell.chars[0];
  result.foreground = cvterm_color(cell.fg);
  result.background = cvterm_color(cell.bg);
  result.bold = cell.attrs.bold;
  result.underline = cell.attrs.underline != 0;
  result.reverse = cell.attrs.reverse;
  return result;
}

static inline int cvterm_switch(VTermProp property, VTermValue *value, void *user) {
  CVTermSwitches *switches = (CVTermSwitches *)user;
  switch (property) {
  case VTERM_PROP_ALTSCREEN: switches->alternate_screen = value->boolean; break;
  case VTERM_PROP_CURSORVISIBLE: switches->cursor_visible = value->boolean; break;
  case VTERM_PROP_MOUSE: switches->mouse = value->number; break;
  default: break;
  }
  return 1;
}

/// Opens the screen of an emulator and keeps `switches`, which must outlive it, up to date.
static inline VTermScreen *cvterm_open_screen(VTerm *terminal, CVTermSwitches *switches) {
  static VTermScreenCallbacks callbacks = {.settermprop = cvterm_switch};
  VTermScreen *screen = vterm_obtain_screen(terminal);
  vterm_set_utf8(terminal, 1);
  vterm_screen_enable_altscreen(screen, 1);
  vterm_screen_set_callbacks(screen, &callbacks, switches);
  vterm_screen_reset(screen, 1);
  return screen;
}

#endif
