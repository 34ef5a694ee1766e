#ifndef CZLIB_SHIM_H
#define CZLIB_SHIM_H

#if !__has_include(<zlib.h>)
#error "zlib headers not found: apt-get install zlib1g-dev (Debian, Ubuntu) or xcode-select --install (macOS)"
#endif
#include <string.h>
#include <zlib.h>

/// Makes ready to unpack gzip data; a macro in zlib.
static inline int zlib_begin_gzip(z_stream *stream) {
  memset(stream, 0, sizeof *stream);
  return inflateInit2(stream, 16 + MAX_WBITS);
}

#endif
