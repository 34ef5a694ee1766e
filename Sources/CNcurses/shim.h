#ifndef CNCURSES_SHIM_H
#define CNCURSES_SHIM_H
#ifndef NCURSES_WIDECHAR
#define NCURSES_WIDECHAR 1
#endif
#if !__has_include(<ncurses.h>)
#error "ncurses headers not found: apt-get install libncursesw5-dev"
#endif
#include <ncurses.h>
#endif
