#ifndef CPNG_SHIM_H
#define CPNG_SHIM_H

// libpng's simplified interface, which answers with a status: its longjmp never leaves libpng.

#if !__has_include(<png.h>)
#error "libpng headers not found: apt-get install libpng-dev (Debian, Ubuntu) or brew install libpng (macOS)"
#endif
#include <png.h>
#include <stdbool.h>
#include <string.h>

/// Reads the header of a file in memory, and what else stands before its pixels.
static inline bool png_begin(png_image *image, const void *bytes, size_t count) {
  memset(image, 0, sizeof *image);
  image->version = PNG_IMAGE_VERSION;
  return png_image_begin_read_from_memory(image, bytes, count) != 0;
}

/// Whether there are colours, not just greys.
static inline bool png_has_color(const png_image *image) { return (image->format & PNG_FORMAT_FLAG_COLOR) != 0; }

/// Reads the pixels as sRGB, a byte a component, three a pixel where there are colours and else one; what is
/// transparent lies on a ground of one grey. Frees all that libpng holds, whether it succeeds or not.
static inline bool png_finish(png_image *image, unsigned char ground, void *pixels) {
  const png_color color = {ground, ground, ground};
  image->format = png_has_color(image) ? PNG_FORMAT_RGB : PNG_FORMAT_GRAY;
  // Without word of a gamma, 16 bits mean what 8 bits mean.
  image->flags |= PNG_IMAGE_FLAG_16BIT_sRGB;
  return png_image_finish_read(image, &color, pixels, 0, NULL) != 0;
}

/// Reads the pixels as light, two bytes a component, red, green, blue and how opaque they are, the first three times
/// the last. Frees all that libpng holds, whether it succeeds or not.
static inline bool png_finish_light(png_image *image, void *pixels) {
  image->format = PNG_FORMAT_LINEAR_RGB_ALPHA;
  image->flags |= PNG_IMAGE_FLAG_16BIT_sRGB;
  return png_image_finish_read(image, NULL, pixels, 0, NULL) != 0;
}

/// What went wrong.
static inline const char *png_complaint(const png_image *image) { return image->message; }

#endif
